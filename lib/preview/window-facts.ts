import type { BrokenPlace } from '#lib/failure/problem.ts'

/** The most that a window may be, in bytes. */
export const longestWindow = 1024 * 1024

/** The header that tells what is in a window, as JSON. */
export const windowHeader = 'x-window'

/** What a window's answer tells beside its good bytes. */
export interface WindowFacts {
  /** Of the whole content, in bytes. */
  length: number
  /** The media type its first bytes tell; only of a window that begins with them. */
  mediaType?: string
  /** Chunks that are left out, because they cannot be read as they were stored. */
  broken: BrokenPlace[]
}
