import type { BrokenPlace } from '#lib/failure/problem.ts'
import type { Ledger } from '#lib/ledger/ledger.ts'
import type { ObjectSource } from '#lib/storage/source.ts'
import type { Content } from './contents.ts'

/** Most places told of one object. */
const mostPlaces = 100

/** What reads of this content ran into so far, in chunk order. */
export async function knownPlaces(
  { ledger, source }: { ledger: Ledger; source: ObjectSource },
  { jobId, object, plan }: Content,
): Promise<BrokenPlace[]> {
  const shown = { endpoint: source.endpoint, jobId, object: object.name, objectChecksum: object.checksum }
  const known = await ledger.knownDamage.ofContent(shown, mostPlaces)
  return known.flatMap(({ chunkIndex }) => {
    const chunk = plan.chunks[chunkIndex]
    return chunk ? [{ index: chunkIndex, offset: chunk.offset, length: chunk.length, checksum: chunk.checksum }] : []
  })
}
