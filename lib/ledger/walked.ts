/** Damage to one object, as a verification found it. */
export interface Finding {
  object: string
  /** SUMMARY of the object. */
  objectChecksum: string
  /** -1: the list of chunks; -2: the metadata. */
  chunkIndex: number
  /** Where in the object the chunk begins. */
  chunkOffset: number | null
  /** SHA-256 the chunk should have, base64. */
  checksum: string | null
  reason: string
  foundAt: number
}

/** What a walk tells, in the order it was told: a chunk may be found damaged and then whole. */
export type WalkFact =
  /** `isListed`: among the findings of the task, which are bounded. */
  | { kind: 'finding'; finding: Finding; isListed: boolean }
  /** A chunk was read and is good. */
  | { kind: 'chunk'; checksum: string }
  /** An object was read whole and is good. */
  | { kind: 'verified'; name: string; checksum: string; bytes: number; at: number }

/** What a walk of a job has told since it was last kept. */
export interface Walked {
  endpoint: string
  jobId: string
  facts: readonly WalkFact[]
  /** Whether each verified content counts for the job at once; else the job is counted when all is done, or never. */
  countsEach: boolean
}
