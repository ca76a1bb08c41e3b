import { createHash, hash } from 'node:crypto'
import type { ListedChunk, ObjectChunk } from './plan.ts'

/** An object in memory, cut into chunks of the given sizes, for tests: what a storage service would say and serve. */
export function storedObject(...sizes: number[]) {
  const chunks = sizes.map((size, index) => Buffer.alloc(size, fillOf(index)))
  return {
    bytes: Buffer.concat(chunks),
    chunks,
    listed: chunks.map(
      (chunk, index): ListedChunk => ({
        Index: index,
        Length: chunk.length,
        Checksum: hash('sha256', chunk, 'base64'),
        ChunkToken: `token-${index}`,
      }),
    ),
    checksum: summary(chunks),
    fetchChunk: async (chunk: ObjectChunk): Promise<Uint8Array | AsyncIterable<Uint8Array>> => chunks[chunk.index]!,
  }
}

/** The SUMMARY checksum of these chunks. */
export function summary(chunks: Uint8Array[]): string {
  const digests = createHash('sha256')
  for (const chunk of chunks) digests.update(hash('sha256', chunk, 'buffer'))
  return digests.digest('base64')
}

function fillOf(index: number): number {
  return (index * 7 + 1) % 256
}
