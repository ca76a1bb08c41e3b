/** A chunk of an object: where it stands and what its bytes must hash to. */
export interface ChunkRow {
  index: number
  /** Bytes from the object's beginning. */
  offset: number
  length: number
  /** SHA-256, base64. */
  checksum: string
}

/** Where a list of chunks goes on. The tokens may expire; index and offset are enough to find the place again. */
export interface ChunkCursor {
  objectToken: string
  nextToken: string
  /** Chunks and bytes before this page. */
  index: number
  offset: number
}
