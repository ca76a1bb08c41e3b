import type { ObjectChunk } from './plan.ts'

const where = (chunk: ObjectChunk, object: string | undefined) =>
  `Chunk ${chunk.index} (offset ${chunk.offset})${object === undefined ? '' : ` of ${JSON.stringify(object)}`}`

/** The listing of an object's chunks contradicts itself or the object's checksum; nothing was read. */
export class ObjectPlanError extends Error {
  override readonly name = 'ObjectPlanError'
  readonly retryable = false
}

/** A chunk's bytes are not what the object's checksum promises, twice in a row. None of them was handed out. */
export class ChunkVerificationError extends Error {
  override readonly name = 'ChunkVerificationError'
  readonly retryable = false
  readonly object: string | undefined
  readonly index: number
  /** Offset of the chunk's first byte in the object. */
  readonly offset: number
  readonly checksum: string
  constructor(chunk: ObjectChunk, object: string | undefined, detail: string) {
    super(`${where(chunk, object)} is damaged: ${detail}`)
    this.object = object
    this.index = chunk.index
    this.offset = chunk.offset
    this.checksum = chunk.checksum
  }
}

/** A chunk could not be fetched; the reason is the `cause`. */
export class ChunkFetchError extends Error {
  override readonly name = 'ChunkFetchError'
  readonly retryable: boolean
  readonly object: string | undefined
  readonly index: number
  /** Offset of the chunk's first byte in the object. */
  readonly offset: number
  readonly checksum: string
  constructor(chunk: ObjectChunk, object: string | undefined, cause: unknown) {
    super(`${where(chunk, object)} could not be read: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    })
    this.retryable = isRetryable(cause)
    this.object = object
    this.index = chunk.index
    this.offset = chunk.offset
    this.checksum = chunk.checksum
  }
}

/** Whether an error says of itself that the same call may succeed later. */
export function isRetryable(error: unknown): boolean {
  return error instanceof Error && 'retryable' in error && error.retryable === true
}
