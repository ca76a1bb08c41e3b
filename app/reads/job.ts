import 'server-only'
import { type BackupJob, DescribeBackupJobCommand } from '@aws-sdk/client-backup'
import { cache } from 'react'
import type { JobRow } from '#components/jobs/job-row.ts'
import { backup } from '#lib/backup-storage/index.ts'
import { attempt } from './attempt.ts'
import { moment } from './moment.ts'
import { withCoverage } from './verification.ts'

/** A job as the endpoint tells it now. */
export async function describeJob(jobId: string, abortSignal: AbortSignal): Promise<JobRow> {
  return jobRow(await backup().send(new DescribeBackupJobCommand({ BackupJobId: jobId }), { abortSignal }))
}

/** What is known of one job; asked once a page. */
export const readJob = cache((jobId: string) =>
  attempt<{ job: JobRow }>(async (signal) => {
    const job = await describeJob(jobId, signal)
    return { job: withCoverage([job])[0] ?? job }
  }),
)

export function jobRow(job: BackupJob): JobRow {
  const issues = job.State === 'COMPLETED' && job.MessageCategory && job.MessageCategory !== 'SUCCESS'
  return {
    id: job.BackupJobId ?? '',
    state: issues ? 'ISSUES' : (job.State ?? ''),
    message: job.StatusMessage,
    arn: job.ResourceArn,
    resource:
      job.ResourceName ||
      job.ResourceArn?.split(':')
        .slice(5)
        .join(':')
        .replace(/^resource\//, '') ||
      '',
    type: job.ResourceType,
    vault: job.BackupVaultName,
    created: moment(job.CreationDate),
    completed: moment(job.CompletionDate),
    objects: count(job.BackupOptions?.ObjectCount),
    size: job.BackupSizeInBytes,
    newBytes: job.BytesTransferred,
    percent: job.PercentDone,
    role: job.IamRoleArn,
    recoveryPoint: job.RecoveryPointArn,
  }
}

function count(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined
}
