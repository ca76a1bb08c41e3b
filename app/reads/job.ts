import 'server-only'
import { type BackupJob, DescribeBackupJobCommand } from '@aws-sdk/client-backup'
import { cache } from 'react'
import type { JobRow } from '#components/jobs/job-row.ts'
import { leftNothing } from '#lib/jobs/ended.ts'
import { jobFacts } from '#lib/jobs/job-facts.ts'
import { backup } from '../storage.ts'
import { attempt } from './attempt.ts'
import { withKnowledge } from './known-of-jobs.ts'

/** A job as the endpoint tells it now. */
export async function describeJob(jobId: string, abortSignal: AbortSignal): Promise<JobRow> {
  return jobRow(await backup().send(new DescribeBackupJobCommand({ BackupJobId: jobId }), { abortSignal }))
}

/** What is known of one job; asked once a page. */
export const readJob = cache((jobId: string) =>
  attempt<{ job: JobRow }>(async (signal) => {
    const job = await describeJob(jobId, signal)
    return { job: (await withKnowledge([job]))[0] ?? job }
  }),
)

/** A job as pages show it. What one that left no backup had taken in was undone, so it has no amounts. */
export function jobRow(job: BackupJob): JobRow {
  const facts = jobFacts(job)
  const undone = leftNothing(facts.state)
  return {
    ...facts,
    ...(undone && { objects: undefined, size: undefined }),
    message: job.StatusMessage,
    resource:
      job.ResourceName ||
      job.ResourceArn?.split(':')
        .slice(5)
        .join(':')
        .replace(/^resource\//, '') ||
      '',
    type: job.ResourceType,
    newBytes: undone ? undefined : job.BytesTransferred,
    resumable: job.BackupOptions?.Resumable === 'true',
    openUploads: count(job.BackupOptions?.OpenUploads),
    details: job.BackupOptions?.Details,
    percent: job.PercentDone,
    role: job.IamRoleArn,
    recoveryPoint: job.RecoveryPointArn,
  }
}

function count(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined
}
