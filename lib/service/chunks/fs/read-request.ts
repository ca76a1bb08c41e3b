/** What the reader asks of its threads: read this stretch and hash it. */
export interface ReadRequest {
  path: string
  /** Byte offset of the stretch; the whole file when absent. */
  offset?: number
  /** Bytes the stretch must have. */
  length: number
  /** Past the page cache, where the file system lets us. */
  direct: boolean
  /** Whether the bytes are wanted or only their checksum. */
  keep: boolean
}

/** What a thread is sent. `memory`, of the request's length, is its to read into. */
export interface Question {
  id: number
  request: ReadRequest
  memory: ArrayBuffer | undefined
}

export type ReadAnswer =
  /** `checksum` is the stretch's SHA-256 in base64. */
  | { kind: 'read'; checksum: string; bytes?: Buffer<ArrayBuffer> }
  /** The file has another size (whole file) or ends before the stretch does. */
  | { kind: 'length'; length: number }
  | { kind: 'missing' }
  | { kind: 'failed'; code?: string; message: string }
