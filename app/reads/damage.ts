import 'server-only'
import type { DamageRow } from '#components/damage/damage-row.ts'
import { runtime } from '#lib/runtime.ts'
import { type DamagePage, listDamage } from '#lib/verification/index.ts'
import { backupStorage, storageKey } from '../storage.ts'
import { attempt } from './attempt.ts'
import { readKnownJobs } from './known-jobs.ts'

const pageSize = 100
/** Jobs that a row names. */
const named = 2
/** How long a page of it waits for what its jobs are called, in milliseconds. */
const forNames = 5_000

/** Which objects and jobs a chunk hits, and where an intact version of each is. */
export function readDamage(checksum: string, cursor?: string) {
  const at = { client: backupStorage(), endpoint: storageKey(), ledger: runtime().ledger }
  return attempt<Omit<DamagePage, 'hits'> & { hits: DamageRow[] }>(async (signal) => {
    const page = await listDamage(at, { checksum, cursor, limit: pageSize }, signal)
    const known = await readKnownJobs(
      page.hits.flatMap(({ jobIds }) => jobIds.slice(0, named)),
      forNames,
    )
    const hits = page.hits.map((hit) => ({
      ...hit,
      jobs: hit.jobIds.slice(0, named).map((id) => known.get(id) ?? { id }),
    }))
    return { ...page, hits }
  })
}
