import type { JobRow } from './job-row.ts'

/** The vault of the sample that a fresh store is seeded with; nobody is to be alarmed by it. */
export const sampleVault = 'Sample'

/** One resource in one vault, and what its jobs say about it. */
export interface ResourceRow {
  arn: string
  resource: string
  vault?: string
  /** Jobs seen. */
  jobs: number
  /** The newest completed one, where no damage to it is known. */
  good?: JobRow
  /** The newest completed one, where it is known to be damaged. */
  damaged?: JobRow
  running?: JobRow
  /** The newest job that ended otherwise than well after the newest completed one. */
  failed?: JobRow
}

export type Verdict = 'protected' | 'damaged' | 'failed-since' | 'never' | 'first-running'

const goodStates = new Set(['COMPLETED', 'ISSUES'])
const openStates = new Set(['RUNNING', 'CREATED', 'PENDING', 'ABORTING'])

/** Whether a job in this state is a backup to rely on. */
export function isGood(state: string): boolean {
  return goodStates.has(state)
}

/** Whether a job in this state has not ended. */
export function isOpen(state: string): boolean {
  return openStates.has(state)
}

/** Groups jobs by vault and resource, whatever order they come in. */
export function resourceRows(jobs: JobRow[]): ResourceRow[] {
  const rows = new Map<string, ResourceRow>()
  for (const job of [...jobs].sort((a, b) => (b.created ?? 0) - (a.created ?? 0))) {
    const key = JSON.stringify([job.vault, job.arn])
    const row = rows.get(key) ?? { arn: job.arn ?? '', resource: job.resource, vault: job.vault, jobs: 0 }
    rows.set(key, row)
    row.jobs++
    const completed = row.good ?? row.damaged
    if (isGood(job.state) && job.damaged) row.damaged ??= row.good ? undefined : job
    else if (isGood(job.state)) row.good ??= job
    else if (isOpen(job.state)) row.running ??= job
    else if (!completed) row.failed ??= job
  }
  return sortResources([...rows.values()])
}

/** What needs a person first, then by the age of the newest good backup; the sample last. */
function sortResources(rows: ResourceRow[]): ResourceRow[] {
  const urgency = (row: ResourceRow) => (needsAttention(row) ? 0 : isSample(row) ? 2 : 1)
  return rows.sort(
    (a, b) =>
      urgency(a) - urgency(b) || (b.good?.created ?? 0) - (a.good?.created ?? 0) || compare(a.resource, b.resource),
  )
}

export function verdictOf(row: ResourceRow): Verdict {
  if (row.damaged) return 'damaged'
  if (!row.good) return row.running && !row.failed ? 'first-running' : 'never'
  return row.failed ? 'failed-since' : 'protected'
}

export function isSample(row: ResourceRow): boolean {
  return row.vault === sampleVault
}

export function needsAttention(row: ResourceRow): boolean {
  const verdict = verdictOf(row)
  return !isSample(row) && verdict !== 'protected' && verdict !== 'first-running'
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
