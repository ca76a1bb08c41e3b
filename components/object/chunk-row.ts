/** A chunk of an object: where it stands, what its bytes must hash to, and what is known of it. */
export interface ChunkRow {
  index: number
  /** Bytes from the object's beginning. */
  offset: number
  length: number
  /** SHA-256, base64. */
  checksum: string
  /** Whether something else has it; undefined where the endpoint does not tell. */
  isShared?: boolean | undefined
  state: 'damaged' | 'verified' | 'unverified'
}

/** Where a list of chunks goes on. The tokens may expire; index and offset are enough to find the place again. */
export interface ChunkCursor {
  objectToken: string
  nextToken: string
  /** Chunks and bytes before this page. */
  index: number
  offset: number
}
