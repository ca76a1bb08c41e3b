/** The job was stopped while it was written, and not by who writes it. */
export class JobStoppedError extends Error {
  override readonly name = 'JobStoppedError'
  readonly retryable = false
  readonly jobId: string
  constructor(jobId: string, options: ErrorOptions) {
    super(`Job ${jobId} was stopped from elsewhere; nothing of it counts as a backup.`, options)
    this.jobId = jobId
  }
}

/** The job was committed before its writer had written all of it, so that a part passes for the backup. */
export class JobCommittedError extends Error {
  override readonly name = 'JobCommittedError'
  readonly retryable = false
  readonly jobId: string
  constructor(jobId: string, options: ErrorOptions) {
    super(
      `Job ${jobId} was committed from elsewhere before all was in it: it counts as a backup, and is none of all there is. Run the backup again, then delete that one.`,
      options,
    )
    this.jobId = jobId
  }
}
