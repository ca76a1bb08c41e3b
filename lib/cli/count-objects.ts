import { type BackupClient, DescribeBackupJobCommand } from '@aws-sdk/client-backup'
import { parseThawMetadata } from '#lib/browse/metadata.ts'
import { listObjects } from '#lib/storage/list-objects.ts'
import type { Connection } from './connect.ts'
import type { Progress } from './progress.ts'

/**
 * Counts the objects a command will work through while it works already, so that it can say how long it will take.
 * Fails silently: the work itself meets the same error and says so.
 */
export async function countObjects(
  { storage, backup }: Pick<Connection, 'storage' | 'backup'>,
  of: { jobId: string; prefix?: string | undefined },
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  const counted = (of.prefix ? undefined : await toldOf(backup, of.jobId, signal)) ?? { items: 0, bytes: 0 }
  try {
    if (counted.items === 0)
      for await (const { ObjectLength, MetadataString } of listObjects(storage, of, signal)) {
        counted.items++
        counted.bytes += ObjectLength ?? parseThawMetadata(MetadataString)?.size ?? 0
      }
  } catch {
    return
  }
  progress.totalItems = counted.items
  progress.totalBytes = counted.bytes
}

/** What the list of jobs says of the whole job: our service counts objects there, so that nobody need list them twice. */
async function toldOf(backup: BackupClient, jobId: string, abortSignal: AbortSignal) {
  const command = new DescribeBackupJobCommand({ BackupJobId: jobId })
  const job = await backup.send(command, { abortSignal }).catch(() => undefined)
  const items = Number(job?.BackupOptions?.ObjectCount)
  return items > 0 && job?.BackupSizeInBytes !== undefined ? { items, bytes: job.BackupSizeInBytes } : undefined
}
