import 'server-only'
import { setTimeout } from 'node:timers/promises'
import type { JobRow } from '#components/jobs/job-row.ts'
import { type ResourceRow, resourceRows } from '#lib/jobs/resources.ts'
import { runtime } from '#lib/runtime.ts'
import { lookAgain, withDamage, withKnown } from '#lib/verification/index.ts'
import { backupStorage, storageKey } from '../storage.ts'

/** How long a page waits for what the endpoint says of damage and of shared content, in milliseconds. */
const promptly = 3_000
/** How long one look goes on, whether or not a page waits for it, in milliseconds. */
const patience = 60_000

/** Looks are taken one after the other: what one was told, the next need not ask. */
let line: Promise<void> = Promise.resolve()

/**
 * The same jobs with what is known of them: what is damaged and how much was verified. What the endpoint has to be asked
 * for is there in time, or else at the next look.
 */
export async function withKnowledge(jobs: JobRow[]): Promise<JobRow[]> {
  return withKnown(await lookedAt(jobs), jobs)
}

/** The resources of these jobs, judged by what is known of them. */
export async function knownResources(jobs: JobRow[]): Promise<ResourceRow<JobRow>[]> {
  const at = await lookedAt(jobs)
  const rows = resourceRows(await withDamage(at, jobs))
  const good = await withKnown(
    at,
    rows.flatMap(({ good }) => (good ? [good] : [])),
  )
  const known = new Map(good.map((job) => [job.id, job]))
  return rows.map((row) => (row.good ? { ...row, good: known.get(row.good.id) } : row))
}

async function lookedAt(jobs: JobRow[]) {
  const at = { client: backupStorage(), endpoint: storageKey(), ledger: runtime().ledger }
  line = line
    .then(() => lookAgain(at, jobs, AbortSignal.timeout(patience)))
    .catch((error) => runtime().log.warn({ err: error }, 'The endpoint did not tell what its damage is part of'))
  await Promise.race([line, setTimeout(promptly, undefined, { ref: false })])
  return at
}
