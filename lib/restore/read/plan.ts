import { createHash } from 'node:crypto'
import { ObjectPlanError } from './errors.ts'

/** One chunk of a planned object. `offset` and `length` in bytes, `checksum` its SHA-256 as base64. */
export interface ObjectChunk {
  index: number
  offset: number
  length: number
  checksum: string
  token: string
}

/** What a read will deliver: exactly `length` bytes, whose chunk digests add up to `checksum` (SUMMARY, base64). */
export interface ObjectPlan {
  /** The object's name, for messages only. */
  name?: string
  length: number
  checksum: string
  chunks: ObjectChunk[]
}

/** A chunk as a listing gives it; the names are the storage API's own. */
export interface ListedChunk {
  Index: number | undefined
  Length: number | undefined
  Checksum: string | undefined
  ChunkToken: string | undefined
}

/** One page of an object's chunks. A page may be empty and still carry a token. */
export type ListChunks = (
  nextToken?: string,
  signal?: AbortSignal,
) => Promise<{ chunks: ListedChunk[]; nextToken?: string | undefined }>

/** The SUMMARY checksum of no chunks: SHA-256 of nothing. */
const emptySummary = createHash('sha256').digest('base64')

/**
 * Lists an object's chunks and proves the list: indices 0..n-1 in whatever order they are listed, digests that add up
 * to `checksum`.
 *
 * @throws {ObjectPlanError} a gap, a duplicate, an impossible length or token, or another checksum.
 */
export async function planObject(
  object: { listChunks: ListChunks; checksum: string; name?: string },
  signal?: AbortSignal,
): Promise<ObjectPlan> {
  const fail = planFailure(object.name)
  // No list of chunks could add up to it.
  if (object.checksum === emptySummary) return { name: object.name, length: 0, checksum: emptySummary, chunks: [] }
  const listed: Omit<ObjectChunk, 'offset'>[] = []
  let nextToken: string | undefined
  do {
    signal?.throwIfAborted()
    const page = await object.listChunks(nextToken, signal)
    for (const chunk of page.chunks) listed.push(checkedChunk(chunk, fail))
    if (page.nextToken && page.nextToken === nextToken) throw fail('never ends: a page names itself as the next')
    nextToken = page.nextToken || undefined
  } while (nextToken)

  listed.sort((a, b) => a.index - b.index)
  const summary = createHash('sha256')
  const chunks: ObjectChunk[] = []
  let length = 0
  for (const chunk of listed) {
    if (chunk.index < chunks.length) throw fail(`has index ${chunk.index} twice`)
    if (chunk.index > chunks.length) throw fail(`has no index ${chunks.length}`)
    chunks.push({ ...chunk, offset: length })
    summary.update(chunk.checksum, 'base64')
    length += chunk.length
    if (!Number.isSafeInteger(length)) throw fail('adds up to more than 2^53 bytes')
  }
  const actual = summary.digest('base64')
  if (actual !== object.checksum) throw fail(`adds up to checksum ${actual}, not to ${object.checksum}`)
  return { name: object.name, length, checksum: object.checksum, chunks }
}

/** How a list of chunks fails: says whose, then `detail`. */
export function planFailure(name: string | undefined): (detail: string) => ObjectPlanError {
  const subject = name === undefined ? 'the object' : JSON.stringify(name)
  return (detail) => new ObjectPlanError(`The list of chunks of ${subject} ${detail}`)
}

/** What a listing says of one chunk, if it can be. */
export function checkedChunk(chunk: ListedChunk, fail: (detail: string) => Error): Omit<ObjectChunk, 'offset'> {
  const { Index: index, Length: length, Checksum: checksum, ChunkToken: token } = chunk
  if (index === undefined || !Number.isSafeInteger(index) || index < 0) throw fail(`has an index ${index}`)
  if (length === undefined || !Number.isSafeInteger(length) || length < 1)
    throw fail(`has length ${length} at index ${index}`)
  if (!checksum || !/^[A-Za-z0-9+/]{43}=$/.test(checksum)) throw fail(`has no SHA-256 at index ${index}`)
  if (!token) throw fail(`has no token at index ${index}`)
  return { index, length, checksum, token }
}
