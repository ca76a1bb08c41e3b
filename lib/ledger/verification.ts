/**
 * What was hash-checked, and when. Whoever read contents from first byte to last, each byte verified, says so:
 *
 *   ledger.verification.recordVerified({ endpoint, jobId, contents: [{ checksum, bytes }], at })
 *
 * `checksum` is the object's SUMMARY, `bytes` its length, `at` milliseconds since 1970. One write to disk a call: a
 * reader of many objects gathers some before it calls. Reading a part of an object is not recorded.
 *
 * What a verification read counts for every job that shows the same; see shared-content.ts.
 *
 * A job's coverage is exact at the moment a verification of the whole job ends, since that one looked at every object.
 * What is recorded afterwards, and everything for a job that was never verified as a whole, is a lower bound: a content
 * that was read for another job, or that stands under several names, is counted once at most.
 */
import type { Walked } from './walked.ts'

/** A content that was read whole and found good. */
export interface VerifiedContent {
  /** SUMMARY of the object, base64. */
  checksum: string
  bytes: number
}

/** Which part of a job was hash-checked, and when. Times are milliseconds since 1970. */
export interface Coverage {
  jobId: string
  /** Objects verified, and their bytes. */
  objects: number
  bytes: number
  /** Of the whole job when it was last verified as a whole; null: never. Until then the figures are a lower bound. */
  totalObjects: number | null
  totalBytes: number | null
  /** When the part verified longest ago and the part verified last were. */
  oldestAt: number
  newestAt: number
  /** When a verification of the whole job last ended; null: never. */
  countedAt: number | null
}

/** Of a job that was verified as a whole. */
export type CountedCoverage = Coverage & { countedAt: number }

export interface VerificationTable {
  /** Keeps what a walk told, in one write. */
  record(walked: Walked): Promise<void>
  recordVerified(read: {
    endpoint: string
    jobId: string
    contents: readonly VerifiedContent[]
    at: number
  }): Promise<void>
  /** When contents were last verified; undefined for one that never was. Answer by answer. */
  verifiedAt(endpoint: string, checksums: readonly string[]): Promise<(number | undefined)[]>
  /** A content was found damaged: what was known of it holds no longer. */
  forgetContent(endpoint: string, checksum: string): Promise<void>
  /** Replaces what is known of a job by the count of a verification of the whole of it. */
  setCoverage(endpoint: string, coverage: CountedCoverage): Promise<void>
  /** Of those jobs of which anything was verified, for them or for jobs that show the same. */
  coverage(endpoint: string, jobIds: readonly string[]): Promise<Coverage[]>
}
