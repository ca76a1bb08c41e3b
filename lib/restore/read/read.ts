import { type ByteBudget, createByteBudget } from './budget.ts'
import { type FetchChunk, fetchVerified } from './chunk.ts'
import { fetchAhead } from './fetch-ahead.ts'
import type { ObjectChunk } from './plan.ts'

/** Bytes `start` to `end` of an object, both inclusive. */
export interface ByteRange {
  start: number
  end: number
}

export interface ReadOptions {
  fetchChunk: FetchChunk
  /** Only these bytes; without it the whole object. Both ends inclusive and inside the object. */
  range?: ByteRange | undefined
  /** Bounds the bytes fetched ahead and held at once; its own 32 MiB unless given. One chunk is always allowed. */
  budget?: ByteBudget | undefined
  budgetBytes?: number
  signal?: AbortSignal | undefined
  /** Called with whole chunks that were fetched and never handed out, because the reader left. */
  onUnread?: ((bytes: Uint8Array) => void) | undefined
  /** Called for every chunk once it is verified, in order, just before its bytes are handed out. */
  onChunk?: ((chunk: { index: number; length: number }) => void) | undefined
}

/** What a read needs of a plan. Chunks may still be on their way, in order; they end only where the list was proven. */
export interface ReadableObject {
  name?: string
  length: number
  chunks: AsyncIterable<ObjectChunk> | ObjectChunk[]
}

/**
 * The bytes of a planned object, a chunk (or its part inside the range) at a time, each verified before it is handed
 * out. Leaving the loop, `return()` or an abort stops all fetches at once, also in the middle of a `next()`.
 *
 * @throws {ChunkVerificationError} a chunk is damaged; everything handed out before it is good.
 * @throws {ChunkFetchError} a chunk could not be fetched; the same holds.
 * @throws {ObjectPlanError} a list that was still on its way turned out wrong; the object's last byte was not handed out.
 * @throws {RangeError} the range lies outside the object.
 */
export function readVerified(
  object: ReadableObject,
  options: ReadOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { fetchChunk, signal, range = { start: 0, end: object.length - 1 } } = options
  if (options.range && !(range.start >= 0 && range.start <= range.end && range.end < object.length))
    throw new RangeError(`Bytes ${range.start} to ${range.end} are not inside an object of ${object.length} bytes`)
  const fetching = fetchAhead(chunksInside(object, range), {
    fetch: (chunk, stop) => fetchVerified(object, chunk, fetchChunk, stop),
    budget: options.budget ?? createByteBudget(options.budgetBytes ?? 32 * 1024 * 1024),
    signal,
    onUnread: options.onUnread,
  })
  const reading = read(fetching, range, options.onChunk)
  const leave = reading.return.bind(reading)
  reading.return = async (value) => {
    await fetching.return()
    return leave(value)
  }
  return reading
}

async function* read(
  fetching: ReturnType<typeof fetchAhead<ObjectChunk>>,
  { start, end }: ByteRange,
  onChunk: ReadOptions['onChunk'],
): AsyncGenerator<Uint8Array, void, undefined> {
  let emitted = 0
  for await (const { piece, bytes } of fetching) {
    const { index, offset, length } = piece
    onChunk?.({ index, length })
    const from = Math.max(start - offset, 0)
    const to = Math.min(end - offset + 1, length)
    emitted += to - from
    yield to - from === length ? bytes : bytes.subarray(from, to)
  }
  if (emitted !== end - start + 1) throw new Error(`Read ${emitted} bytes of ${end - start + 1}`)
}

/** The chunks that hold bytes of the range. */
export function chunksInside({ chunks }: ReadableObject, range: ByteRange): AsyncIterable<ObjectChunk> | ObjectChunk[] {
  if (range.end < range.start) return []
  if (Array.isArray(chunks)) return chunks.slice(chunkAt(chunks, range.start), chunkAt(chunks, range.end) + 1)
  return inside(chunks, range)
}

async function* inside(chunks: AsyncIterable<ObjectChunk>, { start, end }: ByteRange): AsyncGenerator<ObjectChunk> {
  for await (const chunk of chunks) {
    if (chunk.offset > end) return
    if (chunk.offset + chunk.length > start) yield chunk
  }
}

/** Index of the chunk that holds the byte at `position`. */
function chunkAt(chunks: ObjectChunk[], position: number): number {
  let low = 0
  let high = chunks.length - 1
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if (chunks[middle]!.offset <= position) low = middle
    else high = middle - 1
  }
  return low
}
