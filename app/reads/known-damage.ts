import 'server-only'
import { type KnownDamage, mostDamage } from '#components/damage/job-damage.tsx'
import { afterFolder } from '#lib/browse/names.ts'
import type { EntryRow } from '#lib/browse/row.ts'
import type { DamagedJob } from '#lib/ledger/known-damage.ts'
import { runtime } from '#lib/runtime.ts'
import { storageKey } from '../storage.ts'
import { readJob } from './job.ts'

/** A damaged chunk of an object, and since when that is known (milliseconds since 1970). */
export interface DamagedPlace {
  chunkIndex: number
  checksum: string | null
  foundAt: number
}

/** What of this version of an object is damaged, whatever job a read found it in, in chunk order. */
export async function readKnownDamage(
  jobId: string,
  object: string,
  objectChecksum: string,
  most = mostDamage,
): Promise<DamagedPlace[]> {
  const shown = { endpoint: storageKey(), jobId, object, objectChecksum }
  return runtime().ledger.knownDamage.ofContent(shown, most)
}

/**
 * The same rows, those marked that are known to be damaged or, of folders, to hold something damaged. What a listing shows
 * counts in its job from then on.
 */
export async function withKnownDamage(jobId: string, rows: EntryRow[]): Promise<EntryRow[]> {
  const { knownDamage } = runtime().ledger
  const endpoint = storageKey()
  if (!(await knownDamage.any(endpoint))) return rows
  const asked = rows.map(({ kind, name, checksum = '' }) =>
    kind === 'folder' ? { name, behind: afterFolder(name) } : { name, objectChecksum: checksum },
  )
  const damaged = await knownDamage.among(endpoint, await placeOf(jobId), asked)
  if (damaged.size === 0) return rows
  const shown = rows.flatMap(({ kind, name, checksum }) =>
    kind !== 'folder' && checksum && damaged.has(name)
      ? [{ endpoint, jobId, object: name, objectChecksum: checksum }]
      : [],
  )
  if (shown.length > 0) await knownDamage.seenIn(shown)
  return rows.map((row) => (damaged.has(row.name) ? { ...row, damaged: true } : row))
}

/** The same of all objects of a job. */
export async function readJobDamage(jobId: string): Promise<KnownDamage[]> {
  const job = await placeOf(jobId)
  const damage = await runtime().ledger.knownDamage.ofJob(storageKey(), job, mostDamage)
  return damage.map(({ object, chunkIndex, checksum }) => ({ object, chunkIndex, checksum }))
}

async function placeOf(jobId: string): Promise<DamagedJob> {
  const job = await readJob(jobId)
  return job.ok ? job.job : { id: jobId }
}
