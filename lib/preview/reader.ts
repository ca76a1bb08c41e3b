import type { BrokenPlace } from '#lib/downloads/problem.ts'

/** A content that is read a window at a time. */
export interface Windowed {
  /** In bytes. */
  length: number
  read(start: number, end: number, signal: AbortSignal): Promise<{ bytes: Uint8Array; broken: BrokenPlace[] }>
}

/** Bytes that are read at least, so that what lies side by side is read once. */
const windowLength = 64 * 1024

/** Why a content is looked at no further. */
export class StoppedError extends Error {
  override name = 'StoppedError'
  /**
   * `reads`: as much as allowed was read. `end`: the content has no more bytes. `damage`: a chunk cannot be verified.
   * `form`: the bytes are not what the format asks for.
   */
  readonly reason: 'reads' | 'end' | 'damage' | 'form'
  /** The chunk that cannot be verified. */
  readonly place: BrokenPlace | undefined

  /** @param message a sentence for people. */
  constructor(reason: StoppedError['reason'], message: string, place?: BrokenPlace) {
    super(message)
    this.reason = reason
    this.place = place
  }
}

export interface Reader {
  readonly length: number
  /** Exactly these bytes. @throws {StoppedError} they cannot be had. */
  bytes(start: number, length: number): Promise<Uint8Array>
}

/** Reads parts of a content, at most `most` windows of it: what a hostile content asks for is never without a bound. */
export function createReader(source: Windowed, signal: AbortSignal, most = 64): Reader {
  let reads = 0
  let window: { start: number; bytes: Uint8Array; broken: BrokenPlace[] } = {
    start: 0,
    bytes: new Uint8Array(),
    broken: [],
  }
  return {
    length: source.length,
    async bytes(start, length) {
      const end = start + length
      if (!Number.isSafeInteger(end) || start < 0 || length < 0 || end > source.length)
        throw new StoppedError('end', 'It ends before that.')
      if (start < window.start || end > window.start + window.bytes.length) {
        if (reads++ === most) throw new StoppedError('reads', 'No more of it was read.')
        const until = Math.min(source.length, Math.max(end, start + windowLength))
        window = { start, ...(await source.read(start, until, signal)) }
      }
      const place = window.broken.find(({ offset, length }) => offset < end && start < offset + length)
      if (place) throw new StoppedError('damage', 'A chunk could not be verified.', place)
      return window.bytes.subarray(start - window.start, end - window.start)
    },
  }
}
