import { createHash } from 'node:crypto'

/** The largest chunk. Bytes. */
export const MAX_PAYLOAD = 64 * 1024 * 1024
/** What may come beyond the announced length before the connection is closed. Bytes. */
export const SLACK = 64 * 1024
/** JSON bodies, and what is read of a request that is not authenticated. Bytes. */
export const MAX_JSON = 64 * 1024

/** The body has more bytes than the operation can take. */
export class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError'
  readonly limit: number
  constructor(limit: number) {
    super(`The request body is larger than ${limit} bytes`)
    this.limit = limit
  }
}

/** The body is not the one that was signed. */
export class PayloadHashError extends Error {
  override readonly name = 'PayloadHashError'
  constructor() {
    super('The request body is not the one that x-amz-content-sha256 was signed for')
  }
}

/** A request body that counts what was read of it and remembers why it broke off. */
export class RequestBody {
  bytesRead = 0
  /** What went wrong with the body itself: it explains whatever the engine made of it. */
  failure: unknown
  readonly #source: AsyncIterable<Uint8Array>

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source
  }

  /** @throws {BodyTooLargeError} past `limit` bytes; no more than that is kept. */
  async whole(limit: number): Promise<Buffer> {
    const parts: Uint8Array[] = []
    for await (const part of this.stream(limit)) parts.push(part)
    return Buffer.concat(parts)
  }

  /**
   * The bytes as they come. With `sha256` (hexadecimal) the stream fails at its end when they are others, before the
   * reader can take them for complete.
   *
   * @throws {BodyTooLargeError} {@link PayloadHashError}
   */
  async *stream(limit: number, sha256?: string): AsyncGenerator<Uint8Array> {
    const hash = sha256 === undefined ? undefined : createHash('sha256')
    try {
      for await (const part of this.#source) {
        this.bytesRead += part.byteLength
        if (this.bytesRead > limit) throw new BodyTooLargeError(limit)
        hash?.update(part)
        yield part
      }
      if (hash && hash.digest('hex') !== sha256) throw new PayloadHashError()
    } catch (error) {
      this.failure = error
      throw error
    }
  }
}
