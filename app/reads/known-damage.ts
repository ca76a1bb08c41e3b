import 'server-only'
import type { KnownDamage } from '#components/damage/job-damage.tsx'
import { storageEndpoint } from '#lib/backup-storage/index.ts'
import { afterFolder } from '#lib/browse/names.ts'
import type { EntryRow } from '#lib/browse/row.ts'
import type { DamagedChunk } from '#lib/ledger/damaged-chunks.ts'
import { runtime } from '#lib/runtime.ts'

/** Most chunks named on a page; the count beyond them says little. */
const limit = 100

/** What earlier reads found damaged of this version of an object and no later read found whole, in chunk order. */
export function readKnownDamage(jobId: string, object: string, checksum: string): DamagedChunk[] {
  const behind = { object, chunkIndex: -2 }
  return runtime()
    .ledger.damagedChunks.list({ endpoint: storageEndpoint(), jobId }, { limit, after: behind })
    .filter((damage) => damage.object === object && damage.objectChecksum === checksum)
}

/** The same rows, those marked that are known to be damaged or, of folders, to hold something damaged. */
export function withKnownDamage(jobId: string, rows: EntryRow[]): EntryRow[] {
  const asked = rows.map(({ kind, name, checksum = '' }) =>
    kind === 'folder' ? { name, behind: afterFolder(name) } : { name, objectChecksum: checksum },
  )
  const damaged = runtime().ledger.damagedChunks.among({ endpoint: storageEndpoint(), jobId }, asked)
  return damaged.size === 0 ? rows : rows.map((row) => (damaged.has(row.name) ? { ...row, damaged: true } : row))
}

/** The same of all objects of a job. */
export function readJobDamage(jobId: string): KnownDamage[] {
  return runtime()
    .ledger.damagedChunks.list({ endpoint: storageEndpoint(), jobId }, { limit })
    .map(({ object, chunkIndex, checksum }) => ({ object, chunkIndex, checksum }))
}
