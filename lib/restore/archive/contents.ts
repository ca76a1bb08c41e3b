import type { ByteBudget } from '../budget.ts'
import { type FetchChunk, fetchVerified } from '../chunk.ts'
import { fetchAhead } from '../fetch-ahead.ts'
import { mapAhead } from '../map-ahead.ts'
import type { ObjectChunk } from '../plan.ts'
import type { ByteRange } from '../range.ts'
import { chunksInside, type ReadableObject } from '../read.ts'

/** Content to read, or the part of it that is needed. */
export interface WantedContent {
  /** Tells one content from the others. */
  key: unknown
  range: ByteRange
}

export interface ContentsOptions<Wanted> {
  /** Plans one content. */
  open: (wanted: Wanted, signal: AbortSignal) => Promise<ReadableObject & { fetchChunk: FetchChunk }>
  budget: ByteBudget
  signal?: AbortSignal | undefined
}

interface Piece {
  key: unknown
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
export function readContents<Wanted extends WantedContent>(
  wanted: AsyncIterable<Wanted>,
  { open, budget, signal }: ContentsOptions<Wanted>,
): { read(key: unknown, range: ByteRange): AsyncGenerator<Uint8Array> } & AsyncDisposable {
  const leaving = new AbortController()
  const stop = signal ? AbortSignal.any([signal, leaving.signal]) : leaving.signal
  const fetching = fetchAhead(pieces(wanted, open, stop), {
    fetch: ({ object, chunk }, aborted) => fetchVerified(object, chunk, object.fetchChunk, aborted),
    budget,
    signal: stop,
  })
  return {
    async *read(key, { start, end }) {
      for (let at = start; at <= end; ) {
        const { done, value } = await fetching.next()
        if (done || value.piece.key !== key) throw new Error('Contents are read in another order than planned')
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

async function* pieces<Wanted extends WantedContent>(
  wanted: AsyncIterable<Wanted>,
  open: ContentsOptions<Wanted>['open'],
  signal: AbortSignal,
): AsyncGenerator<Piece> {
  const opened = mapAhead(wanted, plansAhead, async (content) => ({ content, object: await open(content, signal) }))
  for await (const { content, object } of opened)
    for await (const chunk of chunksInside(object, content.range))
      yield { key: content.key, object, chunk, length: chunk.length }
}
