import type { BackupJob } from '@aws-sdk/client-backup'
import type { CoverageFacts } from './coverage.ts'

/** What a verdict on a job is made of. Times are milliseconds since 1970, sizes bytes. */
export interface JobFacts {
  id: string
  /** The API's state, or ISSUES for a completed job that left something out. */
  state: string
  /** What ended it without a backup: stopped (somebody stopped it), failed, taken-over, lapsed or deleted. */
  abortCause?: string | undefined
  arn?: string | undefined
  vault?: string | undefined
  created?: number | undefined
  completed?: number | undefined
  objects?: number | undefined
  size?: number | undefined
  /** What a person should look at before relying on this backup, and when somebody had. */
  warning?: string | undefined
  warningConfirmedAt?: number | undefined
  /** What of it was hash-checked, as far as is known here. */
  verified?: CoverageFacts | undefined
  /** Set where it completed before: what was verified until then is forgotten. */
  recordsSince?: number | undefined
  /** Something of it is known to be damaged. */
  damaged?: boolean | undefined
}

/** Those facts that the endpoint tells of a job; what was verified and what is damaged is known to the ledger. */
export function jobFacts(job: BackupJob): JobFacts {
  const issues = job.State === 'COMPLETED' && job.MessageCategory && job.MessageCategory !== 'SUCCESS'
  const { ObjectCount, AbortCause, Warning, WarningConfirmedAt } = job.BackupOptions ?? {}
  return {
    id: job.BackupJobId ?? '',
    state: issues ? 'ISSUES' : (job.State ?? ''),
    abortCause: AbortCause,
    arn: job.ResourceArn,
    vault: job.BackupVaultName,
    created: moment(job.CreationDate),
    completed: moment(job.CompletionDate),
    objects: count(ObjectCount),
    size: job.BackupSizeInBytes,
    warning: Warning,
    warningConfirmedAt: moment(WarningConfirmedAt === undefined ? undefined : new Date(WarningConfirmedAt)),
  }
}

function count(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined
}

/** undefined also where a service tells a time that is in no calendar. */
function moment(date: Date | undefined): number | undefined {
  const at = date?.getTime()
  return at === undefined || Number.isNaN(at) ? undefined : at
}
