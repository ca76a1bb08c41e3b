import { type ByteBudget, createByteBudget, type Share } from './budget.ts'
import { type FetchChunk, fetchVerified } from './chunk.ts'
import type { ObjectPlan } from './plan.ts'
import type { ByteRange } from './range.ts'

export interface ReadOptions {
  fetchChunk: FetchChunk
  /** Only these bytes; without it the whole object. Both ends inclusive and inside the object. */
  range?: ByteRange | undefined
  /** Bytes fetched ahead and held at once; 32 MiB unless told. One chunk is always allowed. */
  budgetBytes?: number
  signal?: AbortSignal | undefined
  /** Called for every chunk once it is verified, in order, just before its bytes are handed out. */
  onChunk?: ((chunk: { index: number; length: number }) => void) | undefined
}

/**
 * The bytes of a planned object, a chunk (or its part inside the range) at a time, each verified before it is handed
 * out. Leaving the loop, `return()` or an abort stops all fetches at once, also in the middle of a `next()`.
 *
 * @throws {ChunkVerificationError} a chunk is damaged; everything handed out before it is good.
 * @throws {ChunkFetchError} a chunk could not be fetched; the same holds.
 * @throws {RangeError} the range lies outside the object.
 */
export function readVerified(plan: ObjectPlan, options: ReadOptions): AsyncGenerator<Uint8Array, void, undefined> {
  const { range } = options
  if (range && !(range.start >= 0 && range.start <= range.end && range.end < plan.length))
    throw new RangeError(`Bytes ${range.start} to ${range.end} are not inside an object of ${plan.length} bytes`)
  const leaving = new AbortController()
  const signal = options.signal ? AbortSignal.any([options.signal, leaving.signal]) : leaving.signal
  const reading = read(plan, options, leaving, signal)
  // A generator's own return() waits for a pending next(); the fetches behind that next() have to end first.
  const leave = reading.return.bind(reading)
  reading.return = (value) => {
    leaving.abort()
    return leave(value)
  }
  return reading
}

async function* read(
  plan: ObjectPlan,
  { fetchChunk, range, budgetBytes = 32 * 1024 * 1024, onChunk }: ReadOptions,
  leaving: AbortController,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (plan.length === 0) return
  const { start, end } = range ?? { start: 0, end: plan.length - 1 }
  const budget: ByteBudget = createByteBudget(budgetBytes)
  const ahead: { share: Share; bytes: Promise<Uint8Array> }[] = []
  let next = chunkAt(plan, start)
  const last = chunkAt(plan, end)
  let emitted = 0
  try {
    for (let index = next; index <= last; index++) {
      while (next <= last) {
        const chunk = plan.chunks[next]!
        const share = budget.tryTake(chunk.length)
        if (!share) break
        const bytes = fetchVerified(plan, chunk, fetchChunk, signal)
        bytes.catch(() => {}) // it is awaited below, when its turn comes
        ahead.push({ share, bytes })
        next++
      }
      const { share, bytes } = ahead.shift()!
      using _ = share
      const verified = await orAborted(bytes, signal)
      const { offset, length } = plan.chunks[index]!
      onChunk?.({ index, length })
      const from = Math.max(start - offset, 0)
      const to = Math.min(end - offset + 1, length)
      emitted += to - from
      yield to - from === length ? verified : verified.subarray(from, to)
    }
    if (emitted !== end - start + 1) throw new Error(`Read ${emitted} bytes of ${end - start + 1}`)
  } finally {
    leaving.abort()
  }
}

/** Index of the chunk that holds the byte at `position`. */
function chunkAt(plan: ObjectPlan, position: number): number {
  let low = 0
  let high = plan.chunks.length - 1
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if (plan.chunks[middle]!.offset <= position) low = middle
    else high = middle - 1
  }
  return low
}

/** Ends with the signal even where the work pays no heed to it. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    if (signal.aborted) return abort()
    signal.addEventListener('abort', abort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
