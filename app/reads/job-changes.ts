import 'server-only'
import { DeleteRecoveryPointCommand, StopBackupJobCommand } from '@aws-sdk/client-backup'
import { CommitBackupJobCommand, ConfirmBackupJobCommand } from '@aws-sdk/client-backupstorage/extensions'
import { type ChangedJob, type Consequences, isConfirmed } from '#components/jobs/job-changes.ts'
import type { JobRow } from '#components/jobs/job-row.ts'
import { failed, type Result } from '#lib/failure/result.ts'
import { isGood, isOpen } from '#lib/jobs/verdict.ts'
import { backup, backupStorage } from '../storage.ts'
import { attempt } from './attempt.ts'
import { describeJob } from './job.ts'
import { listTimeline } from './jobs.ts'
import { withKnowledge } from './known-of-jobs.ts'

/** What stopping or deleting a job would take away, as it is now. */
export function readConsequences(jobId: string): Promise<Result<Consequences>> {
  return attempt<Consequences>((signal) => consequences(jobId, signal))
}

async function consequences(jobId: string, signal: AbortSignal): Promise<Consequences> {
  const job = await describeJob(jobId, signal)
  const { jobs, more } = job.arn ? await listTimeline(job.arn, job.vault, signal) : { jobs: [], more: false }
  const known = await withKnowledge([job, ...jobs.filter(({ id }) => id !== jobId)])
  const others = known.filter((other) => other.id !== jobId && isGood(other)).sort(byAge)
  return {
    job,
    newestGood: isGood(known[0] ?? job) && (others[0]?.created ?? 0) < (job.created ?? 1),
    others: others.length,
    more,
    ...(others[0] && { next: others[0] }),
  }
}

const byAge = (a: JobRow, b: JobRow) => (b.created ?? 0) - (a.created ?? 0)

/** Stops a job that runs. */
export async function haltJob(jobId: string): Promise<Result<ChangedJob>> {
  const now = await attempt<{ job: JobRow }>(async (signal) => ({ job: await describeJob(jobId, signal) }))
  if (!now.ok) return now
  if (!isOpen(now.job.state)) return failed('JobEnded', 'The job has ended meanwhile: there is nothing to stop.')
  return attempt<ChangedJob>(async (abortSignal) => {
    await backup().send(new StopBackupJobCommand({ BackupJobId: jobId }), { abortSignal })
    return { job: await jobAfter(jobId, abortSignal) }
  })
}

/** Makes a job that runs a backup, for a writer that cannot do it itself. */
export async function commitJobAsIs(jobId: string, abandon: boolean): Promise<Result<ChangedJob>> {
  const now = await attempt<{ job: JobRow }>(async (signal) => ({ job: await describeJob(jobId, signal) }))
  if (!now.ok) return now
  if (!isOpen(now.job.state)) return failed('JobEnded', 'The job has ended meanwhile: there is nothing to commit.')
  return attempt<ChangedJob>(async (abortSignal) => {
    const input = { BackupJobId: jobId, AbandonOpenUploads: abandon }
    await backupStorage().send(new CommitBackupJobCommand(input), { abortSignal })
    return { job: await jobAfter(jobId, abortSignal) }
  })
}

/** Confirms the warning of a backup. */
export function confirmWarning(jobId: string): Promise<Result<ChangedJob>> {
  return attempt<ChangedJob>(async (abortSignal) => {
    await backupStorage().send(new ConfirmBackupJobCommand({ BackupJobId: jobId }), { abortSignal })
    return { job: await jobAfter(jobId, abortSignal) }
  })
}

/** Deletes the backup a completed job made. The newest good one of its resource only where that was confirmed. */
export async function deleteJobsBackup(jobId: string, typed: string): Promise<Result<ChangedJob>> {
  const found = await readConsequences(jobId)
  if (!found.ok) return found
  const { job, newestGood } = found
  if (isOpen(job.state)) return failed('JobRuns', 'The job runs: stop it instead.')
  if (newestGood && !isConfirmed(job, typed))
    return failed(
      'NotConfirmed',
      'This is the newest good backup of its resource, and what was typed does not confirm it. Nothing was deleted.',
    )
  if (!job.recoveryPoint) return failed('NoBackup', 'The job left no backup that could be deleted.')
  return attempt<ChangedJob>(async (abortSignal) => {
    const input = { BackupVaultName: job.vault, RecoveryPointArn: job.recoveryPoint }
    await backup().send(new DeleteRecoveryPointCommand(input), { abortSignal })
    return { job: await jobAfter(jobId, abortSignal) }
  })
}

/** A job that was changed; undefined where the endpoint has forgotten it. The change stands, whatever this answers. */
async function jobAfter(jobId: string, signal: AbortSignal): Promise<JobRow | undefined> {
  const job = await describeJob(jobId, signal).catch(() => undefined)
  return job && (await withKnowledge([job]))[0]
}
