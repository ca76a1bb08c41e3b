/**
 * What jobs have in common, as the endpoint tells it, so that what one job's verification read counts for all of them. A
 * source is what one verification read: a whole job (its id stands for it), or a part of one, be it a folder, an object,
 * or what it came to before it was stopped (the id of the verification does).
 */

/** Jobs of a resource in a vault, and when one of them last began or ended, milliseconds since 1970. */
export interface ChangedTimeline {
  arn: string
  vault: string
  since: number
}

/** What the endpoint is to be asked about: the objects of a job whose names begin with `prefix`, up to `through`. */
export interface VerifiedSource {
  source: string
  jobId: string
  prefix: string
  /** null: up to the last. */
  through: string | null
  /** All that the verification came by, damaged ones as well. */
  objects: number
  bytes: number
}

/** How much of what the source shows this job shows as well. */
export interface SharedAmount {
  jobId: string
  objects: number
  bytes: number
}

/** At least so much of a job was verified by what was verified of it or of others. Times are milliseconds since 1970. */
export interface InheritedCoverage {
  objects: number
  bytes: number
  oldestAt: number
  newestAt: number
}

export interface SharedContent {
  /**
   * Sources to be asked about: those never asked about, and the newest few of each timeline that were not since a job
   * of it did something.
   */
  due(endpoint: string, timelines: readonly ChangedTimeline[], limit: number): Promise<VerifiedSource[]>
  /** Keeps what the endpoint said. Jobs it did not name keep what was known of them: content of ended jobs stays. */
  set(of: { endpoint: string; source: string } & ChangedTimeline, shared: readonly SharedAmount[]): Promise<void>
  /** There is no more to ask about it: its job is gone, or was still being written when it was read. */
  close(endpoint: string, source: string): Promise<void>
  isClosed(endpoint: string, source: string): Promise<boolean>
  /** It goes on to read more: what the endpoint said of it does not tell of that. */
  askAgain(endpoint: string, source: string): Promise<void>
  /** The most that verifications say of a job: what they read of different folders adds up. */
  inherited(endpoint: string, jobId: string): Promise<InheritedCoverage | undefined>
}
