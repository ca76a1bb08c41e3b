/** A chunk of an object that could not be read as its checksum promises. */
export interface DamagedChunk {
  endpoint: string
  jobId: string
  object: string
  /** SUMMARY of the object that was read. */
  objectChecksum: string
  /** -1: the list of the object's chunks itself. */
  chunkIndex: number
  /** SHA-256 the chunk should have, base64; null where the list of chunks is damaged. */
  checksum: string | null
  reason: string
  /** Since when that is known, milliseconds since 1970. */
  foundAt: number
}

/** What readers found damaged, until a later read finds it whole. */
export interface DamagedChunks {
  record(damage: DamagedChunk): Promise<void>
  /** The same of many, in one write; their contents no longer count as verified. */
  recordAll(damage: readonly DamagedChunk[]): Promise<void>
  /** In the order of object and index; `after` is the last one seen. */
  list(
    at: { endpoint: string; jobId: string },
    page: { limit: number; after?: { object: string; chunkIndex: number } },
  ): Promise<DamagedChunk[]>
  /** Everything known to be hit by damage to one chunk, in any job. */
  withChunk(endpoint: string, checksum: string, limit: number): Promise<DamagedChunk[]>
  /** A chunk was read whole again: no object is hit by it any more. */
  healChunk(endpoint: string, checksum: string): Promise<void>
  /** An object was read whole: its chunks are, wherever they are, and nothing else is known of that name in that job. */
  healObject(at: { endpoint: string; jobId: string; object: string; objectChecksum: string }): Promise<void>
}
