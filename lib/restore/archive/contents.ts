import { setImmediate } from 'node:timers/promises'
import type { ByteBudget } from '../read/budget.ts'
import { type FetchChunk, fetchVerified } from '../read/chunk.ts'
import { fetchAhead } from '../read/fetch-ahead.ts'
import { mapAhead } from '../read/map-ahead.ts'
import type { ObjectChunk } from '../read/plan.ts'
import type { ByteRange } from '../read/read.ts'
import { chunksInside, type ReadableObject } from '../read/read.ts'

/** Content to read, or the part of it that is needed. */
export interface WantedContent {
  /** Tells one content from the others. */
  key: unknown
  range: ByteRange
}

export interface ContentsOptions<Wanted> {
  /** Plans one content. */
  open: (wanted: Wanted, signal: AbortSignal) => Promise<OpenedObject>
  /** How small contents are had, many at a time; without it each is planned and fetched by itself. */
  together?: FetchTogether<Wanted> | undefined
  budget: ByteBudget
  signal?: AbortSignal | undefined
}

export interface FetchTogether<Wanted> {
  /** Whether all of this content, of one chunk, may come with others. */
  suits: (wanted: Wanted) => boolean
  /** Verified contents, answer by answer; one that is missing is planned and fetched by itself. Never rejects but on abort. */
  fetch: (wanted: Wanted[], signal: AbortSignal) => Promise<(Uint8Array | undefined)[]>
}

type OpenedObject = ReadableObject & { fetchChunk: FetchChunk }

/** What takes its share of the memory: a chunk of a content, or small contents together. */
type Piece<Wanted> = ChunkPiece | GroupPiece<Wanted>

interface ChunkPiece {
  key: unknown
  object: OpenedObject
  chunk: ObjectChunk
  length: number
}

interface GroupPiece<Wanted> {
  group: Wanted[]
  length: number
}

/** Why one content of a group cannot be had: those before it can. */
interface Failure {
  error: unknown
}

/** Contents planned before their turn. Small plans only: long lists of chunks are read as they are needed. */
const plansAhead = 32
/** Memory of small contents that come together, and of each beside its bytes. */
const groupBytes = 256 * 1024
const bytesBeside = 4 * 1024

/**
 * Contents of many objects, fetched ahead across their borders: the next contents are planned and asked for while one is
 * read, as far as the budget goes.
 *
 * @param wanted in the order in which they will be read; every one of them is read to its end.
 * @returns the reader, to be called for each in that order: its bytes where they are at hand, or all of them in pieces.
 * Dispose it when the last was read.
 */
export function readContents<Wanted extends WantedContent>(
  wanted: Iterable<Wanted> | AsyncIterable<Wanted>,
  { open, together, budget, signal }: ContentsOptions<Wanted>,
): { read(key: unknown, range: ByteRange): Uint8Array | AsyncIterable<Uint8Array> } & AsyncDisposable {
  const leaving = new AbortController()
  const stop = signal ? AbortSignal.any([signal, leaving.signal]) : leaving.signal

  async function* pieces(): AsyncGenerator<Piece<Wanted>> {
    const planned = mapAhead(grouped(wanted, together), plansAhead, async (next) =>
      'group' in next ? next : { content: next, object: await open(next, stop) },
    )
    for await (const next of planned)
      if ('group' in next) {
        yield next
        await setImmediate() // others have their turn
      } else
        for await (const chunk of chunksInside(next.object, next.content.range))
          yield { key: next.content.key, object: next.object, chunk, length: chunk.length }
  }

  async function fetchGroup(group: Wanted[], aborted: AbortSignal): Promise<(Uint8Array | Failure)[]> {
    const got = await together!.fetch(group, aborted)
    const contents: (Uint8Array | Failure)[] = []
    for (const [i, content] of group.entries())
      contents.push(got[i] ?? (await alone(content, aborted).catch((error) => ({ error }))))
    return contents
  }

  async function alone(content: Wanted, aborted: AbortSignal): Promise<Uint8Array> {
    const object = await open(content, aborted)
    const chunks: Uint8Array[] = []
    for await (const chunk of object.chunks) chunks.push(await fetchVerified(object, chunk, object.fetchChunk, aborted))
    return Buffer.concat(chunks)
  }

  const fetching = fetchAhead<Piece<Wanted>, Uint8Array | (Uint8Array | Failure)[]>(pieces(), {
    fetch: (piece, aborted) =>
      'group' in piece
        ? fetchGroup(piece.group, aborted)
        : fetchVerified(piece.object, piece.chunk, piece.object.fetchChunk, aborted),
    budget,
    signal: stop,
  })

  /** The group whose contents are at hand, and how many of them were read. */
  let held: { keys: unknown[]; contents: (Uint8Array | Failure)[]; read: number } | undefined

  function takeHeld({ keys, contents, read }: NonNullable<typeof held>, key: unknown): Uint8Array {
    inOrder(keys[read], key)
    const content = contents[read]!
    held = read + 1 < keys.length ? { keys, contents, read: read + 1 } : undefined
    if (content instanceof Uint8Array) return content
    throw content.error
  }

  async function* next(key: unknown, { start, end }: ByteRange): AsyncGenerator<Uint8Array> {
    for (let at = start; at <= end; ) {
      const { done, value } = await fetching.next()
      if (done) throw new Error('More contents are read than planned')
      const { piece, bytes } = value
      if ('group' in piece) {
        held = { keys: piece.group.map((content) => content.key), contents: bytes as (Uint8Array | Failure)[], read: 0 }
        yield takeHeld(held, key)
        return
      }
      inOrder(piece.key, key)
      const { offset, length } = piece.chunk
      const from = Math.max(start - offset, 0)
      const to = Math.min(end - offset + 1, length)
      at += to - from
      const chunk = bytes as Uint8Array
      yield to - from === length ? chunk : chunk.subarray(from, to)
    }
  }

  return {
    read: (key, range) => (held ? takeHeld(held, key) : next(key, range)),
    async [Symbol.asyncDispose]() {
      leaving.abort()
      await fetching.return()
    },
  }
}

/** Small contents that follow each other, put together; the others as they are. */
async function* grouped<Wanted extends WantedContent>(
  wanted: Iterable<Wanted> | AsyncIterable<Wanted>,
  together: FetchTogether<Wanted> | undefined,
): AsyncGenerator<Wanted | GroupPiece<Wanted>> {
  let group: Wanted[] = []
  let length = 0
  for await (const content of wanted) {
    const small = together?.suits(content)
    const bytes = content.range.end - content.range.start + 1 + bytesBeside
    if (group.length > 0 && (!small || length + bytes > groupBytes)) {
      yield { group, length }
      group = []
      length = 0
    }
    if (small) {
      group.push(content)
      length += bytes
    } else {
      yield content
    }
  }
  if (group.length > 0) yield { group, length }
}

function inOrder(planned: unknown, key: unknown): void {
  if (planned !== key) throw new Error('Contents are read in another order than planned')
}
