import 'server-only'
import type { JobsAround } from '#components/jobs/ended-job.tsx'
import type { JobRow } from '#components/jobs/job-row.ts'
import { isComplete } from '#lib/jobs/verdict.ts'
import { attempt } from './attempt.ts'
import { listTimeline } from './jobs.ts'
import { withKnowledge } from './known-of-jobs.ts'

/** Backups that are named. */
const most = 5

/** What came after a job of a resource, and which backups there are; nothing where the endpoint lists no jobs. */
export async function readJobsAround({ id, arn, vault, created = 0 }: JobRow): Promise<JobsAround> {
  if (arn === undefined) return { backups: [], more: false }
  const found = await attempt((signal) => listTimeline(arn, vault, signal))
  if (!found.ok) return { backups: [], more: false }
  const newestFirst = found.jobs.filter((job) => job.id !== id).sort((a, b) => (b.created ?? 0) - (a.created ?? 0))
  // Of so many jobs that the list does not reach back to this one, the next is not known.
  const reaches = found.jobs.some((job) => job.id === id)
  const next = reaches ? newestFirst.findLast((job) => (job.created ?? 0) >= created) : undefined
  const backups = newestFirst.filter(({ state }) => isComplete(state))
  return {
    ...(next && { next }),
    backups: await withKnowledge(backups.slice(0, most)),
    more: found.more || backups.length > most,
  }
}
