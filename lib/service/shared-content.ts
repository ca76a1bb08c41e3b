/** The part of the index port that tells what jobs have in common. See `index-store.ts` for the words. */

/** How much of what one job shows another job of its timeline does not show. */
export interface MissingContent {
  jobId: string
  /** Versions that only the one shows, and the sum of their lengths. */
  objects: number
  bytes: number
}

/** Of the names of a job: those that begin with `prefix` and are not behind `through`, where that is given. */
export interface NameRange {
  prefix: string
  through?: string | undefined
}

export interface SharedContentReads {
  /**
   * What of a completed job the newest completed jobs of its timeline besides it do not show, newest first. It takes as
   * long as what changed between them, not as what they hold, and leaves out jobs where that becomes too long.
   * undefined: there is no such completed job.
   */
  missingContent(query: { jobId: string; limit: number } & NameRange): Promise<MissingContent[] | undefined>
}
