/**
 * Backs a source up into one storage job.
 *
 * 1. Start the job: it begins with all objects of the timeline's newest completed job.
 * 2. Write what the source holds now.
 * 3. Commit. Until then nobody sees the job as a backup; any failure or an abort ends it, and the next run begins from
 *    the same base.
 */
import { randomUUID } from 'node:crypto'
import {
  type BackupClient,
  type BackupJob,
  type BackupJobState,
  DescribeBackupJobCommand,
  StartBackupJobCommand,
  StopBackupJobCommand,
} from '@aws-sdk/client-backup'
import { CommitBackupJobCommand, FailBackupJobCommand } from '@aws-sdk/client-backupstorage/extensions'
import { censusSince, lookBefore } from './before.ts'
import { shrunkWarning } from './census.ts'
import { createDetails } from './details.ts'
import { type BackupEvent, writes } from './events.ts'
import { folderItself } from './folder-itself.ts'
import { JobCommittedError, JobStoppedError } from './job-ended-errors.ts'
import { keepAlive } from './keep-alive.ts'
import { createSkipped, type Skipped, withoutSkipped } from './skipped.ts'
import { examineSource, type Source } from './source.ts'
import { type WriteOptions, writeSource } from './write.ts'

/** AWS Backup wants a role; the embedded service has none to check. */
const role = 'arn:aws:iam::000000000000:role/thaw'

export interface BackupOptions extends Omit<WriteOptions, 'damaged' | 'isFirst'> {
  backup: BackupClient
  /** Path of a file or folder, or a stream. */
  source: string | Extract<Source, { kind: 'stream' }>
  vault: string
  resourceArn: string
  /** End a job of the same resource that still counts as running, instead of being refused. */
  takeOver?: boolean
  /** Names of a job's objects that are known to be damaged: they are stored again as far as they are still there. */
  damagedIn?: (job: BackupJob) => ReadonlySet<string> | Promise<ReadonlySet<string>>
  onEvent?: (event: BackupEvent) => void
}

export interface BackupResult {
  jobId: string
  /** What a person should look at before relying on the backup; the job carries it. */
  warning?: string | undefined
}

/**
 * Runs one backup to its end.
 *
 * @returns the id of the committed job, also where the commit went through and its answer was lost or not waited for.
 * @throws {UnfitSourceError} before a job is begun: the path cannot be backed up.
 * @throws {EmptySourceError} the source is empty, and the last backup of it is not, or there is none.
 * @throws {JobStoppedError} somebody else stopped the job.
 * @throws {JobCommittedError} somebody else committed it before all was written.
 * @throws whatever else stopped it; the job is ended then, and `abandoned` tells so.
 */
export async function backupPath(options: BackupOptions): Promise<BackupResult> {
  const { backup, storage, signal } = options
  const source = typeof options.source === 'string' ? await examineSource(options.source) : options.source
  const timeline = { BackupVaultName: options.vault, ResourceArn: options.resourceArn }
  const job = { ...timeline, IamRoleArn: role, IdempotencyToken: randomUUID() }
  // The next run begins again by itself: nothing is lost when this one is undone.
  const BackupOptions = { Resumable: 'true', ...(options.takeOver && { TakeOver: 'true' }) }
  const started = await backup.send(new StartBackupJobCommand({ ...job, BackupOptions }), { abortSignal: signal })
  const jobId = started.BackupJobId
  if (!jobId) throw new Error('The service started a job without telling its id.')
  // The same token is the same job, and renews its lease.
  using lease = keepAlive(() => backup.send(new StartBackupJobCommand(job), { abortSignal: signal }))
  const details = createDetails(options.exclude)
  let skipped: Skipped | undefined
  const onEvent = (event: BackupEvent) => {
    if (writes.has(event.kind)) lease.wrote()
    details.note(event)
    skipped?.note(event)
    options.onEvent?.(event)
  }
  let committing = false
  let warning: string | undefined
  try {
    onEvent({ kind: 'started', jobId })
    const { newest, doubt, ...before } = await lookBefore(backup, timeline, signal)
    skipped = createSkipped(before.skipped)
    const damaged = newest && (await options.damagedIn?.(newest))
    const folder = source.kind === 'folder' ? await folderItself(source.path) : undefined
    const census = await writeSource(source, jobId, { ...options, isFirst: !newest, damaged }, onEvent)
    const shrunk = doubt?.trusted
      ? shrunkWarning(await censusSince(storage, doubt.trusted, jobId, census.unit, signal))
      : (shrunkWarning(census) ?? (doubt && withoutSkipped(doubt.warning)))
    warning = [shrunk, skipped.warning()].filter(Boolean).join('; ') || undefined
    committing = true
    const facts = { AbandonOpenUploads: true, Warning: warning, Details: details.toString(skipped, folder) }
    await storage.send(new CommitBackupJobCommand({ BackupJobId: jobId, ...facts }), { abortSignal: signal })
    return { jobId, warning }
  } catch (error) {
    const state = signal.aborted ? undefined : await stateOf(backup, jobId)
    if (state === 'ABORTED' || state === 'ABORTING') throw new JobStoppedError(jobId, { cause: error })
    const stopped = await end(options, jobId, error)
    // What cannot be stopped may have been committed: by this run, whose answer was lost or not waited for, or by another.
    const ended = stopped ? 'ABORTED' : await stateOf(backup, jobId)
    if (ended === 'COMPLETED') {
      if (committing) return { jobId, warning }
      throw new JobCommittedError(jobId, { cause: error })
    }
    onEvent({ kind: 'abandoned', jobId, stopped, unsure: committing && ended === undefined })
    throw error
  }
}

/**
 * Ends the job: as stopped where that was asked for, otherwise as failed, with the reason where the service keeps one.
 *
 * @returns whether it could be ended; what counts is the reason of the failure, and the job's lease lapses by itself.
 */
async function end({ storage, backup, signal }: BackupOptions, jobId: string, error: unknown): Promise<boolean> {
  const job = { BackupJobId: jobId }
  const stop = () => backup.send(new StopBackupJobCommand(job))
  const Reason = (error instanceof Error ? error.message : String(error)).slice(0, 250).toWellFormed()
  const ending = signal.aborted ? stop() : storage.send(new FailBackupJobCommand({ ...job, Reason })).catch(stop)
  return ending.then(
    () => true,
    () => false,
  )
}

/** What has become of the job; nothing where the service does not answer. */
async function stateOf(backup: BackupClient, jobId: string): Promise<BackupJobState | undefined> {
  const described = await backup.send(new DescribeBackupJobCommand({ BackupJobId: jobId })).catch(() => undefined)
  return described?.State
}
