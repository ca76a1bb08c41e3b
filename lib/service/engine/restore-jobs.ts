import type { ListRestoreJobsCommandInput, RestoreJobStatus, RestoreJobsListMember } from '@aws-sdk/client-backup'
import { backupResourceNotFound, invalidParameterValue, missingParameterValue } from '../errors.ts'
import { ACCOUNT, recoveryPointArn } from './arns.ts'
import type { Engine, Parts } from './engine.ts'

const DEFAULT_PAGE = 1000
/** Records looked at for one page; where filters leave few of them, a page is short and goes on. */
const MOST_SEEN = 10_000

/** A restore that somebody else ran and kept a record of: this service moves no data by itself. */
export interface RestoreRecord {
  id: string
  jobId: string
  state: RestoreJobStatus
  message?: string | undefined
  /** Delivered, and to be delivered where that is known. */
  bytes: number
  totalBytes?: number | undefined
  createdAt: number
  endedAt?: number | undefined
}

/** Where those records are. */
export interface RestoreRecords {
  /** Newest first, behind `after`. */
  list(page: { limit: number; after?: { createdAt: number; id: string } | undefined }): Promise<RestoreRecord[]>
  find(id: string): Promise<RestoreRecord | undefined>
}

interface Filters {
  state?: string | undefined
  jobType?: string | undefined
  createdAfter?: number | undefined
  createdBefore?: number | undefined
  endedAfter?: number | undefined
  endedBefore?: number | undefined
}

interface Place {
  filters: Filters
  after?: { createdAt: number; id: string }
}

/** ListRestoreJobs and DescribeRestoreJob; without records there are no restore jobs. */
export function createRestoreJobs({
  index,
  tokens,
  region,
  restores,
}: Parts): Pick<Engine, 'listRestoreJobs' | 'describeRestoreJob'> {
  async function toRestoreJob(record: RestoreRecord): Promise<RestoreJobsListMember> {
    const { id, jobId, state, message, bytes, totalBytes, createdAt, endedAt } = record
    const job = await index.job(jobId)
    return {
      AccountId: ACCOUNT,
      RestoreJobId: id,
      RecoveryPointArn: recoveryPointArn(region, jobId),
      SourceResourceArn: job?.resourceArn,
      ResourceType: job?.resourceType,
      IamRoleArn: job?.roleArn,
      RecoveryPointCreationDate: job && new Date(job.createdAt),
      CreationDate: new Date(createdAt),
      CompletionDate: endedAt === undefined ? undefined : new Date(endedAt),
      Status: state,
      StatusMessage: message,
      PercentDone: percent(state, bytes, totalBytes),
      BackupSizeInBytes: bytes,
      IsParent: false,
    }
  }

  return {
    async listRestoreJobs(input) {
      const limit = input.MaxResults ?? DEFAULT_PAGE
      if (!Number.isInteger(limit) || limit < 1 || limit > DEFAULT_PAGE)
        throw invalidParameterValue(`MaxResults must be from 1 to ${DEFAULT_PAGE}`)
      const place = input.NextToken === undefined ? start(input) : opened(input.NextToken)
      const found: RestoreJobsListMember[] = []
      if (!place || !restores) return { RestoreJobs: found }
      for (let seen = 0; seen < MOST_SEEN; ) {
        const page = await restores.list({ limit: DEFAULT_PAGE, after: place.after })
        for (const record of page) {
          seen++
          place.after = { createdAt: record.createdAt, id: record.id }
          if (!matches(record, place.filters)) continue
          const job = await toRestoreJob(record)
          if (place.filters.jobType !== undefined && job.ResourceType !== place.filters.jobType) continue
          found.push(job)
          if (found.length === limit) return { RestoreJobs: found, NextToken: sealed(place) }
        }
        if (page.length < DEFAULT_PAGE) return { RestoreJobs: found }
      }
      return { RestoreJobs: found, NextToken: sealed(place) }
    },

    async describeRestoreJob({ RestoreJobId: id }) {
      if (id === undefined) throw missingParameterValue('RestoreJobId is required')
      const record = await restores?.find(id)
      if (!record) throw backupResourceNotFound('There is no such restore job')
      return toRestoreJob(record)
    },
  }

  function sealed(place: Place): string {
    return tokens.seal('restores-page', '', Buffer.from(JSON.stringify(place)))
  }

  function opened(token: string): Place {
    const content = tokens.open('restores-page', '', token)
    if (!content) throw invalidParameterValue('NextToken is not one that this listing gave')
    return JSON.parse(content.toString()) as Place
  }
}

/** Undefined where no restore here can match. */
function start(input: ListRestoreJobsCommandInput): Place | undefined {
  const account = input.ByAccountId ?? '*'
  if ((account !== '*' && account !== ACCOUNT) || input.ByParentJobId || input.ByRestoreTestingPlanArn) return undefined
  return {
    filters: {
      state: input.ByStatus,
      jobType: input.ByResourceType,
      createdAfter: input.ByCreatedAfter?.getTime(),
      createdBefore: input.ByCreatedBefore?.getTime(),
      endedAfter: input.ByCompleteAfter?.getTime(),
      endedBefore: input.ByCompleteBefore?.getTime(),
    },
  }
}

function matches({ state, createdAt, endedAt }: RestoreRecord, filters: Filters): boolean {
  const inside = (time: number, after = Number.NEGATIVE_INFINITY, before = Number.POSITIVE_INFINITY) =>
    time >= after && time <= before
  if (filters.state !== undefined && state !== filters.state) return false
  if (!inside(createdAt, filters.createdAfter, filters.createdBefore)) return false
  const byEnd = filters.endedAfter !== undefined || filters.endedBefore !== undefined
  return !byEnd || (endedAt !== undefined && inside(endedAt, filters.endedAfter, filters.endedBefore))
}

function percent(state: RestoreJobStatus, bytes: number, total: number | undefined): string | undefined {
  if (state === 'COMPLETED') return '100.00%'
  return total ? `${((bytes / total) * 100).toFixed(2)}%` : undefined
}
