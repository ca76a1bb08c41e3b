import type { ObjectChunk } from './plan.ts'

/** The listing of an object's chunks contradicts itself or the object's checksum; nothing was read. */
export class ObjectPlanError extends Error {
  override readonly name = 'ObjectPlanError'
  readonly retryable = false
}

/** What is wrong with one chunk of one object. */
abstract class ChunkError extends Error {
  abstract readonly retryable: boolean
  readonly object: string | undefined
  readonly index: number
  /** Offset of the chunk's first byte in the object. */
  readonly offset: number
  readonly length: number
  readonly checksum: string

  constructor(chunk: ObjectChunk, object: string | undefined, detail: string, options?: ErrorOptions) {
    const of = object === undefined ? '' : ` of ${JSON.stringify(object)}`
    super(`Chunk ${chunk.index} (offset ${chunk.offset})${of} ${detail}`, options)
    this.object = object
    this.index = chunk.index
    this.offset = chunk.offset
    this.length = chunk.length
    this.checksum = chunk.checksum
  }
}

/** A chunk's bytes are not what the object's checksum promises, twice in a row. None of them was handed out. */
export class ChunkVerificationError extends ChunkError {
  override readonly name = 'ChunkVerificationError'
  readonly retryable = false
  readonly detail: string
  constructor(chunk: ObjectChunk, object: string | undefined, detail: string) {
    super(chunk, object, `is damaged: ${detail}`)
    this.detail = detail
  }

  /** The same finding for another object that has this chunk. */
  at(chunk: ObjectChunk, object: string): ChunkVerificationError {
    return new ChunkVerificationError(chunk, object, this.detail)
  }
}

/** A chunk could not be fetched; the reason is the `cause`. */
export class ChunkFetchError extends ChunkError {
  override readonly name = 'ChunkFetchError'
  readonly retryable: boolean
  constructor(chunk: ObjectChunk, object: string | undefined, cause: unknown) {
    super(chunk, object, `could not be read: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
    this.retryable = isRetryable(cause)
  }

  /** The same finding for another object that has this chunk. */
  at(chunk: ObjectChunk, object: string): ChunkFetchError {
    return new ChunkFetchError(chunk, object, this.cause)
  }
}

/** Whether an error says of itself that the same call may succeed later. */
export function isRetryable(error: unknown): boolean {
  return error instanceof Error && 'retryable' in error && error.retryable === true
}

/** One of these errors, by its name: a bundler may make several copies of this module, each with classes of its own. */
export function isNamed<T extends Error>(error: unknown, name: T['name']): error is T {
  return error instanceof Error && error.name === name
}
