import type { StoredChunk } from '../index-store.ts'
import type { ChunkExpectation } from '../ports.ts'
import type { Parts } from './engine.ts'

/**
 * The write order: hold the checksum, ask the index where the chunk lies, make the bytes durable, then let `commit`
 * commit the row that refers to it. Only then may the chunk be thought of as garbage again.
 */
export async function storeChunk<T>(
  { index, chunks }: Pick<Parts, 'index' | 'chunks'>,
  body: AsyncIterable<Uint8Array>,
  expected: ChunkExpectation,
  commit: (stored: StoredChunk) => Promise<T>,
): Promise<T> {
  using hold = await chunks.hold(expected.checksum)
  const known = await index.chunk(expected.checksum)
  const stored = await chunks.put(hold, body, expected, known)
  return await commit(stored)
}
