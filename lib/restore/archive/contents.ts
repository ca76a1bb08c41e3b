import type { ByteBudget } from '../budget.ts'
import { type FetchChunk, fetchVerified } from '../chunk.ts'
import { fetchAhead } from '../fetch-ahead.ts'
import type { ObjectChunk } from '../plan.ts'
import type { ByteRange } from '../range.ts'
import { chunksInside, type ReadableObject } from '../read.ts'

/** An entry's content to read, or the part of it that is needed. */
export interface WantedContent<Entry> {
  entry: Entry
  range: ByteRange
}

export interface ContentsOptions<Entry> {
  /** Plans one content; `whole` where all of it will be read. */
  open: (wanted: WantedContent<Entry>, signal: AbortSignal) => Promise<ReadableObject & { fetchChunk: FetchChunk }>
  budget: ByteBudget
  signal?: AbortSignal | undefined
}

interface Piece<Entry> extends WantedContent<Entry> {
  object: ReadableObject & { fetchChunk: FetchChunk }
  chunk: ObjectChunk
  length: number
}

/** Contents planned before their turn. Small plans only: long lists of chunks are read as they are needed. */
const plansAhead = 32

/**
 * Contents of many objects, fetched ahead across their borders: the next contents are planned and asked for while one is
 * read, as far as the budget goes.
 *
 * @param wanted in the order in which they will be read; every one of them is read to its end.
 * @returns the reader, to be called for each in that order. Dispose it when the last was read.
 */
export function readContents<Entry>(
  wanted: AsyncIterable<WantedContent<Entry>>,
  { open, budget, signal }: ContentsOptions<Entry>,
): { read(entry: Entry, range: ByteRange): AsyncGenerator<Uint8Array> } & AsyncDisposable {
  const leaving = new AbortController()
  const stop = signal ? AbortSignal.any([signal, leaving.signal]) : leaving.signal
  const fetching = fetchAhead(pieces(wanted, open, stop), {
    fetch: ({ object, chunk }, aborted) => fetchVerified(object, chunk, object.fetchChunk, aborted),
    budget,
    signal: stop,
  })
  return {
    async *read(entry, { start, end }) {
      for (let at = start; at <= end; ) {
        const { done, value } = await fetching.next()
        if (done || value.piece.entry !== entry) throw new Error('Contents are read in another order than planned')
        const { offset, length } = value.piece.chunk
        const from = Math.max(start - offset, 0)
        const to = Math.min(end - offset + 1, length)
        at += to - from
        yield to - from === length ? value.bytes : value.bytes.subarray(from, to)
      }
    },
    async [Symbol.asyncDispose]() {
      leaving.abort()
      await fetching.return()
    },
  }
}

async function* pieces<Entry>(
  wanted: AsyncIterable<WantedContent<Entry>>,
  open: ContentsOptions<Entry>['open'],
  signal: AbortSignal,
): AsyncGenerator<Piece<Entry>> {
  for await (const { content, object } of planAhead(wanted, open, signal))
    for await (const chunk of chunksInside(object, content.range))
      yield { ...content, object, chunk, length: chunk.length }
}

async function* planAhead<Entry>(
  wanted: AsyncIterable<WantedContent<Entry>>,
  open: ContentsOptions<Entry>['open'],
  signal: AbortSignal,
) {
  const ahead: { content: WantedContent<Entry>; object: ReturnType<typeof open> }[] = []
  const next = async () => {
    const { content, object } = ahead.shift()!
    return { content, object: await object }
  }
  for await (const content of wanted) {
    const object = open(content, signal)
    object.catch(() => {}) // awaited when its turn comes
    ahead.push({ content, object })
    if (ahead.length >= plansAhead) yield await next()
  }
  while (ahead.length > 0) yield await next()
}
