import 'server-only'
import type { DamageRow, KnownJob } from '#components/damage/damage-row.ts'
import { backupStorage, storageEndpoint } from '#lib/backup-storage/index.ts'
import { runtime } from '#lib/runtime.ts'
import { type DamagePage, listDamage } from '#lib/verification/index.ts'
import { attempt } from './attempt.ts'
import { describeJob } from './job.ts'

const pageSize = 100
/** Jobs that a row names, and jobs that are asked about for a page at most; the others are told by their ids. */
const named = 2
const mostAsked = 20

/** Which objects and jobs a chunk hits, and where an intact version of each is. */
export function readDamage(checksum: string, cursor?: string) {
  const at = { client: backupStorage(), endpoint: storageEndpoint(), ledger: runtime().ledger }
  return attempt<Omit<DamagePage, 'hits'> & { hits: DamageRow[] }>(async (signal) => {
    const page = await listDamage(at, { checksum, cursor, limit: pageSize }, signal)
    const ids = new Set(page.hits.flatMap(({ jobIds }) => jobIds.slice(0, named)))
    const known = new Map(await Promise.all([...ids].slice(0, mostAsked).map((id) => knownJob(id, signal))))
    const hits = page.hits.map((hit) => ({
      ...hit,
      jobs: hit.jobIds.slice(0, named).map((id) => known.get(id) ?? { id }),
    }))
    return { ...page, hits }
  })
}

/** What a person knows a job by, as far as the endpoint tells it. */
async function knownJob(id: string, signal: AbortSignal): Promise<[string, KnownJob]> {
  const job = await describeJob(id, signal).catch(() => undefined)
  return [id, { id, ...(job && { resource: job.resource, created: job.created }) }]
}
