/** A job someone opened by its id, at an endpoint that cannot list jobs. */
export interface RememberedJob {
  jobId: string
  /** Milliseconds since 1970. */
  rememberedAt: number
}

export interface RememberedJobs {
  /** Remembering a job again moves it to the top. */
  add(endpoint: string, jobId: string, now: number): Promise<void>
  /** Newest first. */
  list(endpoint: string): Promise<RememberedJob[]>
  remove(endpoint: string, jobId: string): Promise<void>
}
