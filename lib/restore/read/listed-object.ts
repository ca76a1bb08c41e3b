import { createHash } from 'node:crypto'
import { checkedChunk, type ListChunks, type ObjectChunk, planFailure, planObject } from './plan.ts'
import type { ReadableObject } from './read.ts'

/** Chunks of a list that is proven before anything is read; beyond it a first byte would wait too long. */
const provenFirst = 1_000

/**
 * Makes an object readable without waiting for the end of a long list of chunks. A list of up to 1,000 chunks is proven
 * before there is an answer. A longer one is read on while its chunks are: every chunk is still checked against its
 * listed digest before it is handed out, and its last chunk is only given when the whole list has been proven (digests,
 * count and lengths), so a list that lies never ends as a success.
 *
 * @param object.length as the storage service tells it, in bytes; without it, or where the list comes in no order, the
 * whole list is proven first.
 * @throws {ObjectPlanError} see {@link planObject}.
 */
export async function openListed(
  object: { listChunks: ListChunks; checksum: string; name?: string; length?: number | undefined },
  signal?: AbortSignal,
): Promise<ReadableObject & { checksum: string }> {
  const { length } = object
  const seen: Awaited<ReturnType<ListChunks>>[] = []
  let count = 0

  /** The list from its beginning for whoever proves it; pages that were read already are not asked for again. */
  const replay = (): ListChunks => {
    let turn = 0
    return (token, stop) => {
      const page = seen[turn++]
      return page ? Promise.resolve(page) : object.listChunks(token, stop)
    }
  }

  let token: string | undefined
  do {
    const page = await object.listChunks(token, signal)
    seen.push(page)
    count += page.chunks.length
    token = page.nextToken || undefined
  } while (token && token !== seen.at(-2)?.nextToken && (length === undefined || count < provenFirst))

  const inOrder = seen.flatMap(({ chunks }) => chunks).every(({ Index }, position) => Index === position)
  if (!token || length === undefined || !inOrder) return planObject({ ...object, listChunks: replay() }, signal)
  return {
    name: object.name,
    length,
    checksum: object.checksum,
    chunks: proven({ ...object, length }, replay(), signal),
  }
}

type AheadPage = ReturnType<ListChunks>

/** Chunks in their order as they are listed; the last one comes when everything before it has been proven. */
async function* proven(
  object: { checksum: string; name?: string; length: number },
  listChunks: ListChunks,
  signal: AbortSignal | undefined,
): AsyncGenerator<ObjectChunk, void, undefined> {
  const fail = planFailure(object.name)
  const ask = (token?: string): AheadPage => {
    const page = listChunks(token, signal)
    page.catch(() => {}) // awaited when its turn comes, if it comes
    return page
  }
  const summary = createHash('sha256')
  let held: ObjectChunk | undefined
  let offset = 0
  let following: AheadPage | undefined = ask()
  while (following) {
    const page: Awaited<AheadPage> = await following
    following = page.nextToken ? ask(page.nextToken) : undefined
    for (const listed of page.chunks) {
      const chunk = checkedChunk(listed, fail)
      const expected = held ? held.index + 1 : 0
      if (chunk.index !== expected) throw fail(`has index ${chunk.index} where ${expected} belongs`)
      if (held) yield held
      held = { ...chunk, offset }
      summary.update(chunk.checksum, 'base64')
      offset += chunk.length
      if (offset > object.length) throw fail(`is longer than the ${object.length} bytes it was said to be`)
    }
  }
  if (offset !== object.length) throw fail(`adds up to ${offset} bytes, not to ${object.length}`)
  const actual = summary.digest('base64')
  if (actual !== object.checksum) throw fail(`adds up to checksum ${actual}, not to ${object.checksum}`)
  if (held) yield held
}
