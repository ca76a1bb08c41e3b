import { type BackupClient, DescribeBackupJobCommand } from '@aws-sdk/client-backup'
import { howItEnded, leftNothing } from '#lib/jobs/ended.ts'
import { jobFacts } from '#lib/jobs/job-facts.ts'
import { isNamed } from '#lib/restore/read/errors.ts'

/** A job was asked for its objects, and it ended without a backup. The message says what became of it. */
export class NoBackupError extends Error {
  override readonly name = 'NoBackupError'
  readonly retryable = false
  readonly jobId: string
  constructor(jobId: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.jobId = jobId
  }
}

/** How long the question takes at most, in milliseconds: it only explains what is known to have failed. */
const patience = 5_000

/**
 * What kept objects of a job from being read. A service says of a job that was given up what it says of one that never
 * was: the job itself tells more, where the endpoint describes jobs. Any other error comes back as it is.
 */
export async function explained(backup: BackupClient, jobId: string, error: unknown): Promise<unknown> {
  if (!isUnknown(error)) return error
  return (await endOf(backup, jobId, AbortSignal.timeout(patience)))?.error ?? error
}

/** What a service says of a job whose objects are asked for. */
export interface JobEnd {
  state: string
  /** What its writer has noted about how it was made. */
  details?: string | undefined
  /** To throw: it ended without a backup. */
  error?: NoBackupError
}

/** How far a job has come; undefined where nobody can say. */
export async function endOf(
  backup: BackupClient,
  jobId: string,
  abortSignal?: AbortSignal,
): Promise<JobEnd | undefined> {
  try {
    const job = await backup.send(new DescribeBackupJobCommand({ BackupJobId: jobId }), { abortSignal })
    const facts = jobFacts(job)
    if (!leftNothing(facts.state)) return { state: facts.state, details: job.BackupOptions?.Details }
    const at = facts.completed === undefined ? '' : ` on ${new Date(facts.completed).toISOString()}`
    const why = job.StatusMessage?.trim().replace(/\.$/, '')
    const message = `Job ${jobId} ${howItEnded(facts)}${at}${why ? `: ${why}` : ''}. It left no backup: there is nothing to list, verify, download or restore`
    return { state: facts.state, error: new NoBackupError(jobId, `${message}.`) }
  } catch {
    abortSignal?.throwIfAborted()
    return undefined
  }
}

function isUnknown(error: unknown): boolean {
  return isNamed(error, 'ResourceNotFoundException') || (error instanceof Error && isUnknown(error.cause))
}
