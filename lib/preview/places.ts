import type { BrokenPlace } from '#lib/downloads/problem.ts'
import type { ObjectSource } from '#lib/downloads/source.ts'
import type { Ledger } from '#lib/ledger/ledger.ts'
import type { Content } from './contents.ts'

/** Most places told of one object. */
const mostPlaces = 100

/** What reads of this content ran into so far, in chunk order. */
export function knownPlaces(
  { ledger, source }: { ledger: Ledger; source: ObjectSource },
  { jobId, object, plan }: Content,
): BrokenPlace[] {
  return ledger.damagedChunks
    .list({ endpoint: source.endpoint, jobId }, { limit: mostPlaces, after: { object: object.name, chunkIndex: -1 } })
    .filter((damage) => damage.object === object.name && damage.objectChecksum === object.checksum)
    .flatMap(({ chunkIndex }) => {
      const chunk = plan.chunks[chunkIndex]
      return chunk ? [{ index: chunkIndex, offset: chunk.offset, length: chunk.length, checksum: chunk.checksum }] : []
    })
}
