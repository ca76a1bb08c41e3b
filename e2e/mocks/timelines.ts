import { isShut } from './control.ts'
import { otherExceptions, storageExceptions } from './faults.ts'
import type { MockJob } from './jobs.ts'
import { WireError } from './wire.ts'

/*
 * Jobs that a test may change: a vault called `Own.<anything>` has a timeline of its own, of one running, one failed and
 * three completed jobs of one resource, `nightly-own-running.<anything>` and so on. Stopped and deleted jobs stay in the list as
 * ABORTED ones, and their objects are gone. The newest of `Own.shrunk.…` carries a warning, the running one of
 * `Own.foreign.…` has open uploads and a writer that cannot begin again. In a vault called `Own.<exception>.<anything>` a change meets that exception, in `Own.absent.…` an
 * endpoint without the operation.
 */

const statuses: Record<string, number> = {
  ...storageExceptions,
  ...otherExceptions,
  ConflictException: 400,
  DependencyFailureException: 500,
  InvalidResourceStateException: 400,
}

const hour = 3600
const now = Math.floor(Date.now() / 1000)
const timelines = new Map<string, MockJob[]>()

const members = [
  { name: 'nightly-own-running', State: 'RUNNING' },
  { name: 'nightly-own-failed', State: 'FAILED' },
  { name: 'nightly-own-newest', State: 'COMPLETED' },
  { name: 'nightly-own-second', State: 'COMPLETED' },
  { name: 'nightly-own-third', State: 'COMPLETED' },
]

/** The jobs of a vault that belongs to a test. */
export function ownTimeline(vault: string): MockJob[] | undefined {
  if (!vault.startsWith('Own.')) return undefined
  const known = timelines.get(vault) ?? members.map((member, index) => makeJob(vault, member, index))
  timelines.set(vault, known)
  return known
}

/** A job of such a vault, by its id. */
export function ownJob(id: string): MockJob | undefined {
  const [name = '', ...rest] = id.split('.')
  return name.startsWith('nightly-own-')
    ? ownTimeline(['Own', ...rest].join('.'))?.find((job) => job.BackupJobId === id)
    : undefined
}

const made = JSON.stringify({
  excluded: {
    patterns: [
      { pattern: 'node_modules/', items: 214 },
      { pattern: '*.tmp', items: 3 },
    ],
    caches: 2,
  },
  vanished: 1,
  skipped: 0,
  changed: 0,
})

function makeJob(vault: string, { name, State }: (typeof members)[number], index: number): MockJob {
  const suffix = vault.slice('Own.'.length)
  const id = `${name}.${suffix}`
  const CreationDate = now - (index + 1) * 24 * hour
  const running = State === 'RUNNING'
  const foreign = running && suffix.startsWith('foreign.')
  const shrunk = name === 'nightly-own-newest' && suffix.startsWith('shrunk.')
  return {
    BackupJobId: id,
    BackupVaultName: vault,
    ResourceArn: `arn:aws:thaw::000000000000:resource/own/${suffix}`,
    ResourceName: `own/${suffix}`,
    ResourceType: 'Thaw',
    IamRoleArn: 'arn:aws:iam::000000000000:role/thaw',
    RecoveryPointArn: `arn:aws:backup:us-east-1:000000000000:recovery-point:${id}`,
    State,
    StatusMessage: State === 'FAILED' ? 'The disk of the storage service is full' : undefined,
    PercentDone: running ? '41.5' : '100.0',
    CreationDate,
    CompletionDate: running ? undefined : CreationDate + 300,
    BackupSizeInBytes: 3_000_000_000 - index * 100_000_000,
    BytesTransferred: 200_000_000,
    BackupOptions: {
      ObjectCount: String(40 - index),
      ...(running && (foreign ? { OpenUploads: '3' } : { Resumable: 'true' })),
      ...(shrunk && { ObjectCount: '3', Warning: 'shrunk: 3 of 40,000 left', Details: made }),
    },
  }
}

function end(job: MockJob, message: string, AbortCause: string): void {
  const BackupOptions = { ...job.BackupOptions, AbortCause }
  Object.assign(job, { State: 'ABORTED', StatusMessage: message, CompletionDate: now, BackupOptions })
}

/** Whether a job of such a vault has ended without a backup: its objects are not there. A gate shut on it stops it. */
export function leftNothing(id: string): boolean {
  const job = isShut(id) ? ownJob(id) : undefined
  if (job?.State === 'RUNNING') end(job, 'Stopped on request', 'stopped')
  return ['ABORTED', 'FAILED'].includes(ownJob(id)?.State ?? '')
}

/** @throws {WireError} the exception that the vault is called after. */
function refuse(vault: string): void {
  const name = vault.split('.')[1]!
  if (name === 'absent') throw new WireError('UnknownOperationException', 404, 'The operation is not known here')
  if (statuses[name]) throw new WireError(name, statuses[name], 'It was refused on purpose')
}

export function commitBackupJob(id: string, abandon: boolean): object {
  const job = changed(id)
  const { OpenUploads, ...BackupOptions } = job.BackupOptions
  if (OpenUploads !== undefined && !abandon)
    throw new WireError('IllegalArgumentException', 400, `${OpenUploads} uploads of the job are not complete`)
  Object.assign(job, { State: 'COMPLETED', CompletionDate: now, BackupOptions })
  return {}
}

export function confirmBackupJob(id: string): object {
  const job = changed(id)
  job.BackupOptions = { ...job.BackupOptions, WarningConfirmedAt: new Date(now * 1000).toISOString() }
  return {}
}

/** @throws {WireError} there is no such job, or the vault refuses changes. */
function changed(id: string): MockJob {
  const job = ownJob(id)
  if (!job) throw new WireError('ResourceNotFoundException', 404, 'There is no such job')
  refuse(job.BackupVaultName)
  return job
}

export function stopBackupJob(id: string): object {
  const job = ownJob(id)
  if (!job) throw new WireError('ResourceNotFoundException', 400, `Backup job ${id} does not exist`)
  refuse(job.BackupVaultName)
  end(job, 'Stopped on request', 'stopped')
  return {}
}

export function deleteRecoveryPoint(vault: string, arn: string): object {
  const job = ownTimeline(vault)?.find(({ RecoveryPointArn }) => RecoveryPointArn === arn)
  if (!job) throw new WireError('ResourceNotFoundException', 400, 'The vault has no such recovery point')
  refuse(vault)
  end(job, 'Its recovery point was deleted', 'deleted')
  return {}
}
