import type { JobFacts } from './job-facts.ts'
import { isComplete, isGood, isOpen, type JudgedFacts, verdictOf } from './verdict.ts'

/** The vault of the sample that a fresh store is seeded with; nobody is to be alarmed by it. */
export const sampleVault = 'Sample'

/** A job as a resource is judged by it. */
export type ResourceJob = JudgedFacts & Pick<JobFacts, 'arn' | 'vault' | 'created'> & { resource: string }

/** One resource in one vault, and what its jobs say about it. `Job`: as it was given. */
export interface ResourceRow<Job> {
  arn: string
  resource: string
  vault?: string
  /** Jobs seen. */
  jobs: number
  /** The newest good one: completed, no damage to it known, no warning left to look at. */
  good?: Job
  /** The newest completed one, where it is known to be damaged. */
  damaged?: Job
  /** The newest completed one, where it carries a warning that nobody has looked at. */
  unconfirmed?: Job
  running?: Job
  /** The newest job that ended otherwise than well after the newest completed one, and that nobody stopped. */
  failed?: Job
  /** The newest job that somebody stopped after the newest completed one. */
  stopped?: Job
}

/** unconfirmed: its newest backup carries a warning. stopped: nothing failed, and there is no newer backup. */
export type ResourceVerdict =
  | 'protected'
  | 'damaged'
  | 'unconfirmed'
  | 'failed-since'
  | 'stopped-since'
  | 'never'
  | 'first-running'

/** Groups jobs by vault and resource, whatever order they come in. */
export function resourceRows<Job extends ResourceJob>(jobs: readonly Job[]): ResourceRow<Job>[] {
  const rows = new Map<string, ResourceRow<Job>>()
  for (const job of [...jobs].sort((a, b) => (b.created ?? 0) - (a.created ?? 0))) {
    const key = JSON.stringify([job.vault, job.arn])
    const row = rows.get(key) ?? {
      arn: job.arn ?? '',
      resource: job.resource,
      ...(job.vault !== undefined && { vault: job.vault }),
      jobs: 0,
    }
    rows.set(key, row)
    row.jobs++
    place(row, job)
  }
  return sortResources([...rows.values()])
}

/** Puts a job into its resource's row; those begun after it are there already. */
function place<Job extends ResourceJob>(row: ResourceRow<Job>, job: Job): void {
  const completed = row.good ?? row.damaged ?? row.unconfirmed
  if (isGood(job)) row.good ??= job
  else if (isOpen(job.state)) row.running ??= job
  else if (completed) return
  else if (!isComplete(job.state)) row[verdictOf(job) === 'stopped' ? 'stopped' : 'failed'] ??= job
  else if (job.damaged) row.damaged = job
  else row.unconfirmed = job
}

/** What needs a person first, then by the age of the newest good backup; the sample last. */
function sortResources<Job extends ResourceJob>(rows: ResourceRow<Job>[]): ResourceRow<Job>[] {
  const urgency = (row: ResourceRow<Job>) => (needsAttention(row) ? 0 : isSample(row) ? 2 : 1)
  return rows.sort(
    (a, b) =>
      urgency(a) - urgency(b) || (b.good?.created ?? 0) - (a.good?.created ?? 0) || compare(a.resource, b.resource),
  )
}

export function resourceVerdict(row: ResourceRow<unknown>): ResourceVerdict {
  if (row.damaged) return 'damaged'
  if (row.unconfirmed) return 'unconfirmed'
  if (!row.good) return row.running && !row.failed ? 'first-running' : 'never'
  if (row.failed) return 'failed-since'
  return row.stopped ? 'stopped-since' : 'protected'
}

export function isSample(row: Pick<ResourceRow<unknown>, 'vault'>): boolean {
  return row.vault === sampleVault
}

const calm = new Set<ResourceVerdict>(['protected', 'stopped-since', 'first-running'])

export function needsAttention(row: ResourceRow<unknown>): boolean {
  return !isSample(row) && !calm.has(resourceVerdict(row))
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
