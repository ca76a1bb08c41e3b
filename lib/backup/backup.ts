/**
 * Backs a folder up into one storage job.
 *
 * 1. Start the job: it begins with all objects of the timeline's newest completed job.
 * 2. Walk the folder and list the job side by side, both in the order of names. What is the same is not read; what is
 *    new or changed is stored; what is gone is deleted from the job.
 * 3. Commit. Until then nobody sees the job as a backup; any failure or an abort stops it, and the next run begins from
 *    the same base.
 *
 * The listing may run while the job is written: a name is written only after both sides have passed it.
 */
import { randomUUID } from 'node:crypto'
import {
  type BackupClient,
  type BackupJobState,
  DescribeBackupJobCommand,
  StartBackupJobCommand,
  StopBackupJobCommand,
} from '@aws-sdk/client-backup'
import { type BackupStorageClient, DeleteObjectCommand } from '@aws-sdk/client-backupstorage'
import { CommitBackupJobCommand } from '@aws-sdk/client-backupstorage/extensions'
import { listObjects } from '#lib/backup-storage/list-objects.ts'
import { createByteBudget } from '#lib/restore/index.ts'
import { type BaseObject, changes } from './changes.ts'
import { JobStoppedError } from './job-stopped-error.ts'
import { keepAlive } from './keep-alive.ts'
import { type FoundEntry, type OmittedEntry, scan, unreadable } from './scan.ts'
import { SourceFileError } from './source-file.ts'
import { storeEntry } from './store-entry.ts'
import { chunkSize } from './stored-metadata.ts'

/** AWS Backup wants a role; the embedded service has none to check. */
const role = 'arn:aws:iam::000000000000:role/thaw'
/** Entries being stored at once, and so files open at once. */
const maxRunning = 32

export interface BackupOptions {
  storage: BackupStorageClient
  backup: BackupClient
  /** File or folder. */
  path: string
  vault: string
  resourceArn: string
  /** Absolute paths left out, with all that is in them. */
  exclude?: readonly string[]
  /** End a job of the same resource that still counts as running, instead of being refused. */
  takeOver?: boolean
  /** Read and store what seems unchanged as well: its chunks heal those that are damaged. */
  readAll?: boolean
  /** Bytes of chunks held in memory at once; 32 MiB unless told. */
  budgetBytes?: number
  signal: AbortSignal
  onEvent?: (event: BackupEvent) => void
}

export type BackupEvent =
  | { kind: 'started'; jobId: string }
  /** The backup failed; `stopped` where the job could be ended, otherwise its lease will. */
  | { kind: 'abandoned'; jobId: string; stopped: boolean }
  /** Bytes of a file on their way; an entry's `stored` follows. */
  | { kind: 'bytes'; count: number }
  | { kind: 'stored'; entry: FoundEntry }
  | { kind: 'same'; entry: FoundEntry }
  | { kind: 'deleted'; name: string }
  /** The file was written to while being read, twice; the second reading is stored. */
  | { kind: 'changed'; entry: FoundEntry }
  | OmittedEntry

/** Events behind which stands a write to the job. */
const writes: ReadonlySet<BackupEvent['kind']> = new Set(['bytes', 'stored', 'deleted'])

/**
 * Runs one backup to its end.
 *
 * @returns the id of the committed job, also where the commit went through and its answer was lost or not waited for.
 * @throws {JobStoppedError} somebody else stopped the job.
 * @throws whatever else stopped it; the job is stopped then, and `abandoned` tells so.
 */
export async function backupPath(options: BackupOptions): Promise<{ jobId: string }> {
  const { backup, storage, signal } = options
  const job = {
    BackupVaultName: options.vault,
    ResourceArn: options.resourceArn,
    IamRoleArn: role,
    IdempotencyToken: randomUUID(),
  }
  // The next run begins again by itself: nothing is lost when this one is undone.
  const BackupOptions = { Resumable: 'true', ...(options.takeOver && { TakeOver: 'true' }) }
  const started = await backup.send(new StartBackupJobCommand({ ...job, BackupOptions }), { abortSignal: signal })
  const jobId = started.BackupJobId
  if (!jobId) throw new Error('The service started a job without telling its id.')
  // The same token is the same job, and renews its lease.
  using lease = keepAlive(() => backup.send(new StartBackupJobCommand(job), { abortSignal: signal }))
  const onEvent = (event: BackupEvent) => {
    if (writes.has(event.kind)) lease.wrote()
    options.onEvent?.(event)
  }
  let committing = false
  try {
    onEvent({ kind: 'started', jobId })
    await write({ ...options, onEvent }, jobId)
    committing = true
    await storage.send(new CommitBackupJobCommand({ BackupJobId: jobId, AbandonOpenUploads: true }), {
      abortSignal: signal,
    })
    return { jobId }
  } catch (error) {
    const state = signal.aborted ? undefined : await stateOf(backup, jobId)
    if (state === 'ABORTED' || state === 'ABORTING') throw new JobStoppedError(jobId, { cause: error })
    // The reason of the failure counts, not that the job could not be stopped as well: its lease lapses by itself.
    const stopping = backup.send(new StopBackupJobCommand({ BackupJobId: jobId }))
    const stopped = await stopping.then(
      () => true,
      () => false,
    )
    // A commit whose answer was lost or not waited for may have gone through: then there is nothing left to stop.
    if (committing && !stopped && (await stateOf(backup, jobId)) === 'COMPLETED') return { jobId }
    onEvent({ kind: 'abandoned', jobId, stopped })
    throw error
  }
}

/** What has become of the job; nothing where the service does not answer. */
async function stateOf(backup: BackupClient, jobId: string): Promise<BackupJobState | undefined> {
  const described = await backup.send(new DescribeBackupJobCommand({ BackupJobId: jobId })).catch(() => undefined)
  return described?.State
}

async function write(options: BackupOptions, jobId: string): Promise<void> {
  const { storage: client, onEvent } = options
  const failure = new AbortController()
  const signal = AbortSignal.any([options.signal, failure.signal])
  const memory = createByteBudget(options.budgetBytes ?? 32 * 1024 * 1024)
  const onBytes = (count: number) => onEvent?.({ kind: 'bytes', count })
  const running = new Set<Promise<void>>()

  /** Runs beside the walk as far as memory allows; the first failure stops everything. */
  async function beside(bytes: number, work: (share: Disposable) => Promise<void>): Promise<void> {
    while (running.size >= maxRunning) await Promise.race(running)
    const share = await memory.take(bytes, signal)
    const task = work(share)
      .catch((error) => failure.abort(error))
      .finally(() => {
        share[Symbol.dispose]()
        running.delete(task)
      })
    running.add(task)
  }

  async function store(entry: FoundEntry, share: Disposable): Promise<void> {
    try {
      const { changed } = await storeEntry({ client, jobId, memory, signal, onBytes }, entry, share)
      if (changed) onEvent?.({ kind: 'changed', entry })
      onEvent?.({ kind: 'stored', entry })
    } catch (error) {
      if (!(error instanceof SourceFileError)) throw error
      onEvent?.(unreadable(entry.name, error.cause))
    }
  }

  async function remove(name: string): Promise<void> {
    await client.send(new DeleteObjectCommand({ BackupJobId: jobId, ObjectName: name }), { abortSignal: signal })
    onEvent?.({ kind: 'deleted', name })
  }

  try {
    const { path, exclude, readAll } = options
    for await (const change of changes(scan(path, exclude), listBase(client, jobId, signal), { readAll })) {
      signal.throwIfAborted()
      if (change.kind === 'store')
        await beside(Math.min(change.entry.size, chunkSize), (share) => store(change.entry, share))
      else if (change.kind === 'delete') await beside(0, () => remove(change.name))
      else onEvent?.(change)
    }
  } catch (error) {
    failure.abort(error)
  }
  await Promise.all(running)
  signal.throwIfAborted()
}

/** Every object the job has now. */
async function* listBase(client: BackupStorageClient, jobId: string, signal: AbortSignal): AsyncGenerator<BaseObject> {
  for await (const object of listObjects(client, { jobId }, signal))
    yield { name: object.Name ?? '', metadata: object.MetadataString }
}
