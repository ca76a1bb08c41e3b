import 'server-only'
import type { InHand } from '#components/panel/in-hand.ts'
import type { Result } from '#lib/failure/result.ts'
import { readChunks } from './chunks.ts'
import { readKnownDamage } from './known-damage.ts'
import { readLostRecords } from './lost-records.ts'
import { readObject } from './object.ts'
import { readVerifiedAt } from './verification.ts'

/** An object as the side panel shows it. Its chunks are left out where they cannot be listed: the rest still tells. */
export async function readInHand(jobId: string, name: string): Promise<Result<InHand>> {
  const found = await readObject(jobId, name)
  if (!found.ok) return found
  const { object } = found
  if (!object) return { ok: true, chunks: [], damage: [] }
  const checksum = object.checksum ?? ''
  const chunks = await readChunks({ jobId, name, checksum }, { state: null, from: '', sha256: '' })
  const verifiedAt = await readVerifiedAt(checksum)
  const damage = await readKnownDamage(jobId, name, checksum)
  return {
    ok: true,
    object,
    chunks: chunks.ok ? chunks.rows : [],
    damage: damage.map(({ chunkIndex, checksum: sha256 }) => ({ index: chunkIndex, checksum: sha256 })),
    ...(verifiedAt !== undefined && { verifiedAt }),
    ...(verifiedAt === undefined && (await readLostRecords()) && { recordsLost: true }),
  }
}
