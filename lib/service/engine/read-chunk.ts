import { isDeepStrictEqual } from 'node:util'
import { ChunkMissingError, type ChunkRecord } from '../ports.ts'
import type { Parts } from './engine.ts'

/**
 * The bytes of a chunk the index has told of. Compaction may have moved them since, and their old pack may be gone:
 * then the index knows the new place.
 */
export async function readChunk(
  { index, chunks }: Pick<Parts, 'index' | 'chunks'>,
  chunk: ChunkRecord,
  signal: AbortSignal,
): Promise<Buffer> {
  try {
    return await chunks.get(chunk, signal)
  } catch (error) {
    if (!(error instanceof ChunkMissingError)) throw error
    const now = await index.chunk(chunk.checksum)
    if (!now || isDeepStrictEqual(now.location, chunk.location)) throw error
    return await chunks.get(now, signal)
  }
}
