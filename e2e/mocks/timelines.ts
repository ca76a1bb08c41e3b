import { otherExceptions, storageExceptions } from './faults.ts'
import type { MockJob } from './jobs.ts'
import { WireError } from './wire.ts'

/*
 * Jobs that a test may change: a vault called `Own.<anything>` has a timeline of its own, of one running, one failed and
 * three completed jobs of one resource, `nightly-own-running.<anything>` and so on. Stopped and deleted jobs stay in the list as
 * ABORTED ones. In a vault called `Own.<exception>.<anything>` a change meets that exception, in `Own.absent.…` an
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

function makeJob(vault: string, { name, State }: (typeof members)[number], index: number): MockJob {
  const suffix = vault.slice('Own.'.length)
  const id = `${name}.${suffix}`
  const CreationDate = now - (index + 1) * 24 * hour
  const running = State === 'RUNNING'
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
    BackupOptions: { ObjectCount: String(40 - index) },
  }
}

function end(job: MockJob, message: string): void {
  Object.assign(job, { State: 'ABORTED', StatusMessage: message, CompletionDate: now })
}

/** @throws {WireError} the exception that the vault is called after. */
function refuse(vault: string): void {
  const name = vault.split('.')[1]!
  if (name === 'absent') throw new WireError('UnknownOperationException', 404, 'The operation is not known here')
  if (statuses[name]) throw new WireError(name, statuses[name], 'It was refused on purpose')
}

export function stopBackupJob(id: string): object {
  const job = ownJob(id)
  if (!job) throw new WireError('ResourceNotFoundException', 400, `Backup job ${id} does not exist`)
  refuse(job.BackupVaultName)
  end(job, 'Stopped on request')
  return {}
}

export function deleteRecoveryPoint(vault: string, arn: string): object {
  const job = ownTimeline(vault)?.find(({ RecoveryPointArn }) => RecoveryPointArn === arn)
  if (!job) throw new WireError('ResourceNotFoundException', 400, 'The vault has no such recovery point')
  refuse(vault)
  end(job, 'Its recovery point was deleted')
  return {}
}
