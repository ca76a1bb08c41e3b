import { illegalArgument } from '../errors.ts'
import type { OrphanCursor } from '../index-store.ts'
import type { ChunkRecord } from '../ports.ts'
import type { Engine, Parts } from './engine.ts'
import { createPackIndex } from './pack-index.ts'

/** How long a chunk stays after its last reference: longer than a restore that listed it should take. Seconds. */
const GRACE_SECONDS = 24 * 60 * 60

/** Chunks removed at a time. */
const SLICE = 1000

/** CollectGarbage, DescribeStore. */
export function createMaintenance({ index, chunks, clock }: Parts): Pick<Engine, 'collectGarbage' | 'describeStore'> {
  async function forget(candidates: ChunkRecord[]): Promise<ChunkRecord[]> {
    const { absent } = await index.forgetChunks({ checksums: candidates.map((chunk) => chunk.checksum) })
    const gone = new Set(absent)
    return candidates.filter((chunk) => gone.has(chunk.checksum))
  }

  return {
    async collectGarbage({ DryRun = false, GraceSeconds = GRACE_SECONDS }, { signal }) {
      if (!(GraceSeconds >= 0)) throw illegalArgument('GraceSeconds must not be negative')
      const now = clock()
      const condemnedBefore = now - GraceSeconds * 1000 + 1 // with no grace, what was condemned this millisecond too
      if (DryRun) {
        const { chunks: count, bytes } = await index.orphanTotals({ condemnedBefore })
        return { ChunkCount: count, ByteCount: bytes }
      }
      const freed = { ChunkCount: 0, ByteCount: 0 }
      let cursor: OrphanCursor | undefined
      do {
        signal.throwIfAborted()
        const page = await index.orphans({ condemnedBefore, limit: SLICE, cursor })
        const removed = await chunks.remove(page.chunks, forget)
        freed.ChunkCount += removed.chunks
        freed.ByteCount += removed.bytes
        cursor = page.cursor
      } while (cursor)
      await chunks.compact(createPackIndex(index, clock))
      return freed
    },

    async describeStore() {
      const { storedBytes, freeBytes } = await chunks.usage()
      const { chunks: chunkCount, jobs } = await index.totals()
      return { StoredBytes: storedBytes, FreeBytes: freeBytes, ChunkCount: chunkCount, JobCount: jobs }
    },
  }
}
