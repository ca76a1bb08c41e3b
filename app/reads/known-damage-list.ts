import 'server-only'
import type { KnownDamageCursor, KnownDamageRow } from '#components/damage/known-damage-row.ts'
import type { Page } from '#components/table/page.ts'
import type { ListedDamage } from '#lib/ledger/damage-list.ts'
import { runtime } from '#lib/runtime.ts'
import { type DamageHit, listDamage } from '#lib/verification/index.ts'
import { backupStorage, storageKey } from '../storage.ts'
import { attempt } from './attempt.ts'
import { readKnownJobs } from './known-jobs.ts'

/** Each row of a page asks the endpoint what its chunk is part of. */
const pageSize = 20
/** Objects of a chunk that are looked at for a row; its damage map has them all. */
const mostHits = 20
/** How long a page waits for what its jobs are called, in milliseconds. */
const forNames = 5_000

/** How many damaged chunks are known. */
export function countKnownDamage(): Promise<number> {
  return runtime().ledger.knownDamage.count(storageKey())
}

/** The next of all damage that is known, what was found last first. */
export function readKnownDamageList(after?: KnownDamageCursor) {
  return attempt<Page<KnownDamageRow, KnownDamageCursor>>(async (signal) => {
    const { knownDamage } = runtime().ledger
    const listed = await knownDamage.page(storageKey(), { limit: pageSize + 1, after })
    const rows = await Promise.all(listed.slice(0, pageSize).map((damage) => rowOf(damage, signal)))
    const known = await readKnownJobs(
      rows.flatMap(({ jobs }) => jobs.map(({ id }) => id)),
      forNames,
    )
    const last = listed.length > pageSize ? listed[pageSize - 1] : undefined
    return {
      rows: rows.map((row) => ({ ...row, jobs: row.jobs.map((job) => known.get(job.id) ?? job) })),
      ...(last && { cursor: { foundAt: last.foundAt, checksum: last.checksum, objectChecksum: last.objectChecksum } }),
    }
  })
}

async function rowOf(damage: ListedDamage, signal: AbortSignal): Promise<KnownDamageRow> {
  const { foundAt, checksum, object, objectChecksum, chunkIndex, reason, jobId } = damage
  const found = { foundAt, checksum, object, objectChecksum, chunkIndex, reason }
  const of = { objects: 1, more: false, intact: undefined }
  if (checksum === null) return { ...found, ...of, jobs: [{ id: jobId }], jobCount: 1 }
  const at = { client: backupStorage(), endpoint: storageKey(), ledger: runtime().ledger }
  const { hits, cursor } = await listDamage(at, { checksum, limit: mostHits }, signal)
  // The object it was found in, where it still has the chunk: that is what a person has seen before.
  const hit = hits.find(({ name, checksum }) => name === object && checksum === objectChecksum) ?? hits[0]
  return {
    ...found,
    ...(hit && { object: hit.name, objectChecksum: hit.checksum, chunkIndex: hit.chunkIndex }),
    objects: hits.length,
    more: cursor !== undefined,
    jobs: hit?.jobIds[0] === undefined ? [] : [{ id: hit.jobIds[0] }],
    jobCount: jobsOf(hits),
    intact: hit?.intact,
  }
}

/** How many jobs show one of them, as far as they are named. */
function jobsOf(hits: DamageHit[]): number {
  const named = new Set(hits.flatMap(({ jobIds }) => jobIds)).size
  return Math.max(named, ...hits.map(({ jobCount }) => jobCount))
}
