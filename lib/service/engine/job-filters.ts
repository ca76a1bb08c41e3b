import type { ListBackupJobsCommandInput } from '@aws-sdk/client-backup'
import { invalidParameterValue } from '../errors.ts'
import type { JobQuery, JobState } from '../index-store.ts'
import { ACCOUNT } from './arns.ts'

export type JobFilters = Omit<JobQuery, 'limit' | 'cursor'>

const states: readonly string[] = ['RUNNING', 'COMPLETED', 'ABORTED'] satisfies JobState[]

/** The filters of ListBackupJobs; undefined where no job of this service can match. */
export function jobFilters(input: ListBackupJobsCommandInput): JobFilters | undefined {
  const account = input.ByAccountId ?? '*'
  if (account !== '*' && !/^\d{12}$/.test(account)) throw invalidParameterValue('ByAccountId must be 12 digits or *')
  if (account !== '*' && account !== ACCOUNT) return undefined
  if (input.ByParentJobId !== undefined) return undefined // no job here has a parent
  let state: string | undefined = input.ByState
  if (state !== undefined && !states.includes(state)) return undefined // of AWS Backup's, never of ours
  const category = input.ByMessageCategory
  if (category !== undefined && category !== '*' && category !== 'AGGREGATE_ALL') {
    // The one category there is: every completed job has it and no other job.
    if (category !== 'SUCCESS' || (state !== undefined && state !== 'COMPLETED')) return undefined
    state = 'COMPLETED'
  }
  return {
    vault: input.ByBackupVaultName,
    resourceArn: input.ByResourceArn,
    resourceType: input.ByResourceType,
    state: state as JobState | undefined,
    createdAfter: millis(input.ByCreatedAfter, 'ByCreatedAfter'),
    createdBefore: millis(input.ByCreatedBefore, 'ByCreatedBefore'),
    endedAfter: millis(input.ByCompleteAfter, 'ByCompleteAfter'),
    endedBefore: millis(input.ByCompleteBefore, 'ByCompleteBefore'),
  }
}

function millis(date: Date | undefined, member: string): number | undefined {
  const value = date?.getTime()
  if (Number.isNaN(value)) throw invalidParameterValue(`${member} is not a time`)
  return value
}
