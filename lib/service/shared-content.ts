/** The part of the index port that tells what jobs have in common. See `index-store.ts` for the words. */

/** How much of what one job shows another job of its timeline shows as well. */
export interface SharedContent {
  jobId: string
  /** Versions that both show, and the sum of their lengths. */
  objects: number
  bytes: number
}

export interface SharedContentReads {
  /**
   * What a completed job has in common with the newest completed jobs of its timeline besides it, newest first. It
   * takes as long as what changed between them, not as what they hold, and leaves out jobs where that becomes too long.
   * undefined: there is no such completed job.
   */
  sharedContent(query: { jobId: string; limit: number }): Promise<SharedContent[] | undefined>
}
