import type { BackupStorageClient } from '@aws-sdk/client-backupstorage'
import { parseThawMetadata } from '../backup/metadata.ts'
import { listObjects } from '../backup-storage/list-objects.ts'
import type { Progress } from './progress.ts'

/**
 * Counts the objects a command will work through while it works already, so that it can say how long it will take.
 * Fails silently: the work itself meets the same error and says so.
 */
export async function countObjects(
  client: BackupStorageClient,
  of: { jobId: string; prefix?: string | undefined },
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  let items = 0
  let bytes = 0
  try {
    for await (const { ObjectLength, MetadataString } of listObjects(client, of, signal)) {
      items++
      bytes += ObjectLength ?? parseThawMetadata(MetadataString)?.size ?? 0
    }
  } catch {
    return
  }
  progress.totalItems = items
  progress.totalBytes = bytes
}
