import type { BrokenPlace } from '#lib/failure/problem.ts'

/** A content that is read a window at a time. */
export interface Windowed {
  /** In bytes. */
  length: number
  read(start: number, end: number, signal: AbortSignal): Promise<{ bytes: Uint8Array; broken: BrokenPlace[] }>
}

/** Windows begin at multiples of this, so that what lies side by side is read once. In bytes. */
const windowLength = 64 * 1024
/** So many windows are kept. */
const kept = 16

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
  const windows: { start: number; bytes: Uint8Array; broken: BrokenPlace[] }[] = []

  async function windowAround(start: number, end: number) {
    const known = windows.find((window) => window.start <= start && end <= window.start + window.bytes.length)
    if (known) return known
    if (reads === most) throw new StoppedError('reads', 'No more of it was read.')
    reads++
    const from = start - (start % windowLength)
    const until = Math.min(source.length, Math.ceil(Math.max(end, start + 1) / windowLength) * windowLength)
    const window = { start: from, ...(await source.read(from, until, signal)) }
    windows.push(window)
    if (windows.length > kept) windows.shift()
    return window
  }

  return {
    length: source.length,
    async bytes(start, length) {
      const end = start + length
      if (!Number.isSafeInteger(end) || start < 0 || length < 0 || end > source.length)
        throw new StoppedError('end', 'It ends before that.')
      const { start: from, bytes, broken } = await windowAround(start, end)
      const place = broken.find(({ offset, length }) => offset < end && start < offset + length)
      if (place) throw new StoppedError('damage', 'A chunk could not be verified.', place)
      return bytes.subarray(start - from, end - from)
    },
  }
}
