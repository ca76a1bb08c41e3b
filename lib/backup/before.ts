/**
 * What the backups before say of themselves. A warning that nobody has confirmed does not go away by itself: the next backup is compared with the last one that can
 * be relied on, not with the one that carries the warning.
 */
import {
  type BackupClient,
  type BackupJob,
  DescribeBackupJobCommand,
  paginateListBackupJobs,
} from '@aws-sdk/client-backup'
import type { BackupStorageClient } from '@aws-sdk/client-backupstorage'
import { compareNames } from '#lib/browse/names.ts'
import { listObjects } from '#lib/storage/list-objects.ts'
import type { Census } from './census.ts'
import { type SkippedBefore, skippedOf } from './skipped.ts'

/** The warning of the newest job, and the newest job that can be relied on, where one is left. */
export interface Unconfirmed {
  warning: string
  trusted: string | undefined
}

export interface Before {
  /** The job that the next one begins with. */
  newest: BackupJob | undefined
  /** There where the newest has a warning that was not confirmed. */
  doubt?: Unconfirmed | undefined
  /** What the newest job that can be relied on has skipped; undefined where nobody tells. */
  skipped: SkippedBefore | undefined
}

interface Timeline {
  BackupVaultName: string
  ResourceArn: string
}

export async function lookBefore(client: BackupClient, timeline: Timeline, abortSignal: AbortSignal): Promise<Before> {
  const { newest, doubt } = await newestOf(client, timeline, abortSignal)
  const trusted = doubt ? doubt.trusted : newest?.BackupJobId
  // Only its description has the details of a job.
  const job = new DescribeBackupJobCommand({ BackupJobId: trusted })
  const told = trusted ? await client.send(job, { abortSignal }).catch(() => undefined) : undefined
  return { newest, doubt, skipped: skippedOf(told?.BackupOptions?.Details) }
}

async function newestOf(
  client: BackupClient,
  { BackupVaultName, ResourceArn }: Timeline,
  abortSignal: AbortSignal,
): Promise<Pick<Before, 'newest' | 'doubt'>> {
  const completed = { ByBackupVaultName: BackupVaultName, ByResourceArn: ResourceArn, ByState: 'COMPLETED' } as const
  let newest: BackupJob | undefined
  let warning: string | undefined
  const pages = paginateListBackupJobs({ client }, completed, { abortSignal })
  for await (const { BackupJobs = [] } of pages)
    for (const job of BackupJobs) {
      const { Warning, WarningConfirmedAt } = job.BackupOptions ?? {}
      newest ??= job
      if (!Warning || WarningConfirmedAt)
        return warning ? { newest, doubt: { warning, trusted: job.BackupJobId } } : { newest }
      warning ??= Warning
    }
  return warning ? { newest, doubt: { warning, trusted: undefined } } : { newest }
}

/** What the job `now` has left of the job `before`, by names. */
export async function censusSince(
  client: BackupStorageClient,
  before: string,
  now: string,
  unit: Census['unit'],
  signal: AbortSignal,
): Promise<Census> {
  const measure = (object: { ObjectLength?: number | undefined }) => (unit === 'bytes' ? (object.ObjectLength ?? 0) : 1)
  const census: Census = { unit, left: 0, gone: 0, added: 0 }
  const rest = listObjects(client, { jobId: now }, signal)
  let object = (await rest.next()).value
  for await (const old of listObjects(client, { jobId: before }, signal)) {
    const name = old.Name ?? ''
    for (; object && compareNames(object.Name ?? '', name) < 0; object = (await rest.next()).value)
      census.added += measure(object)
    const same = object?.Name === name ? object : undefined
    const left = same ? Math.min(measure(same), measure(old)) : 0
    census.left += left
    census.gone += measure(old) - left
    if (same) object = (await rest.next()).value
  }
  for (; object; object = (await rest.next()).value) census.added += measure(object)
  return census
}
