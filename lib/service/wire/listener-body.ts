import type { IncomingMessage } from 'node:http'

/**
 * The body of a request on a socket. Reading it can stop anywhere without breaking the connection, waits only so long
 * for the next byte, and lets a client that asked first (`Expect: 100-continue`) know that it may send.
 */
export class BodyReader implements AsyncIterable<Uint8Array> {
  readonly #request: IncomingMessage
  readonly #idleTimeout: number
  #mayContinue: (() => void) | undefined

  /**
   * @param idleTimeout milliseconds without a byte, while one is waited for, after which the connection is destroyed.
   * @param mayContinue called once before the first read.
   */
  constructor(request: IncomingMessage, idleTimeout: number, mayContinue?: () => void) {
    this.#request = request
    this.#idleTimeout = idleTimeout
    this.#mayContinue = mayContinue
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    if (isEmpty(this.#request)) return
    this.#mayContinue?.()
    this.#mayContinue = undefined
    const iterator = this.#request.iterator({ destroyOnReturn: false })
    let timer = this.#expectByte()
    try {
      for await (const part of iterator) {
        clearTimeout(timer)
        yield part
        timer = this.#expectByte()
      }
    } finally {
      clearTimeout(timer)
    }
  }

  #expectByte(): NodeJS.Timeout {
    return setTimeout(() => this.#request.destroy(new Error('The client stopped sending')), this.#idleTimeout)
  }

  /**
   * Reads and throws away what is left, up to `limit` bytes.
   *
   * @returns whether the body is at its end, so that another request may follow on the connection.
   */
  async discard(limit: number): Promise<boolean> {
    if (this.#request.complete && this.#request.readableLength === 0) return true
    if (this.#mayContinue || limit <= 0 || this.#request.destroyed) return false
    let left = limit
    try {
      for await (const part of this) {
        left -= part.byteLength
        if (left < 0) return false
      }
      return true
    } catch {
      return false
    }
  }

  /**
   * Goes on throwing away what comes while and after the answer is sent, up to `limit` bytes and for as many
   * milliseconds; the connection is destroyed beyond. A connection that is closed on a client which is still sending is
   * reset, and the answer is lost with it.
   *
   * @returns whether it does: not where nothing was asked to be sent, nor where more than the limit is announced.
   */
  linger(limit: number, patience: number): boolean {
    const announced = Number(this.#request.headers['content-length'] ?? 0)
    if (this.#mayContinue || this.#request.destroyed || announced > limit) return false
    let left = limit
    const timer = setTimeout(() => this.#request.destroy(), patience)
    this.#request.on('data', (part: Uint8Array) => {
      left -= part.byteLength
      if (left < 0) this.#request.destroy()
    })
    for (const event of ['end', 'close', 'error']) this.#request.once(event, () => clearTimeout(timer))
    return true
  }
}

/** Without a length or an encoding there is no body (RFC 9112, 6.3), and nothing to wait for. */
function isEmpty({ headers }: IncomingMessage): boolean {
  return (headers['content-length'] ?? '0') === '0' && headers['transfer-encoding'] === undefined
}
