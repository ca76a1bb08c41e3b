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
