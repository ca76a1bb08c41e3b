import { illegalArgument } from '../errors.ts'
import type { ChunkTotals, OrphanCursor } from '../index-store.ts'
import type { ChunkRecord } from '../ports.ts'
import type { Engine, Parts } from './engine.ts'
import { createPackIndex } from './pack-index.ts'
import { strays } from './strays.ts'

/** How long a chunk stays after its last reference: longer than a restore that listed it should take. Seconds. */
const GRACE_SECONDS = 24 * 60 * 60

/** Chunks removed at a time. */
const SLICE = 1000

/** CollectGarbage, DescribeStore. */
export function createMaintenance(parts: Parts): Pick<Engine, 'collectGarbage' | 'describeStore'> {
  const { index, chunks, clock, keepGarbage, readOnly } = parts
  /** When all chunk files were last gone through, which takes longer than the rest. */
  let walkedAt = Number.NEGATIVE_INFINITY

  /** @param before milliseconds since the epoch. */
  async function total(before: number, signal: AbortSignal): Promise<ChunkTotals> {
    const sum = { ...(await index.orphanTotals({ condemnedBefore: before })) }
    for await (const slice of strays(parts, before, signal)) {
      sum.chunks += slice.length
      sum.bytes += slice.reduce((bytes, chunk) => bytes + chunk.length, 0)
    }
    return sum
  }

  async function forget(candidates: ChunkRecord[]): Promise<ChunkRecord[]> {
    const { absent } = await index.forgetChunks({ checksums: candidates.map((chunk) => chunk.checksum) })
    const gone = new Set(absent)
    return candidates.filter((chunk) => gone.has(chunk.checksum))
  }

  return {
    async collectGarbage({ DryRun = false, GraceSeconds = GRACE_SECONDS }, { signal }) {
      if (!(GraceSeconds >= 0)) throw illegalArgument('GraceSeconds must not be negative')
      const reason = await keepGarbage()
      if (reason !== undefined) throw illegalArgument(reason)
      const now = clock()
      const grace = GraceSeconds * 1000
      const before = now - grace + 1 // with no grace, what was condemned this millisecond too
      if (DryRun) {
        const { chunks: count, bytes } = await total(before, signal)
        return { ChunkCount: count, ByteCount: bytes }
      }
      const freed = { ChunkCount: 0, ByteCount: 0 }
      const remove = async (candidates: ChunkRecord[]) => {
        const removed = await chunks.remove(candidates, forget)
        freed.ChunkCount += removed.chunks
        freed.ByteCount += removed.bytes
      }
      let cursor: OrphanCursor | undefined
      do {
        signal.throwIfAborted()
        const page = await index.orphans({ condemnedBefore: before, limit: SLICE, cursor })
        await remove(page.chunks)
        cursor = page.cursor
      } while (cursor)
      // No sooner than strays can have come of age since the last time.
      if (now - walkedAt >= grace) {
        for await (const slice of strays(parts, before, signal)) await remove(slice)
        walkedAt = now
      }
      await chunks.compact(createPackIndex(index, clock))
      return freed
    },

    async describeStore() {
      const { storedBytes, freeBytes } = await chunks.usage()
      // Of a damaged index even the sums may be out of reach: then they are left out, and the reason is told.
      const totals = await index.totals().catch((error) => {
        if (readOnly()) return undefined
        throw error
      })
      const { reason, remedy } = readOnly() ?? {}
      return {
        StoredBytes: storedBytes,
        FreeBytes: freeBytes,
        ChunkCount: totals?.chunks,
        JobCount: totals?.jobs,
        ReadOnlyReason: reason,
        ReadOnlyRemedy: remedy,
      }
    },
  }
}
