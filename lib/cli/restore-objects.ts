import type { BackupObject, BackupStorageClient } from '@aws-sdk/client-backupstorage'
import { parseThawMetadata } from '#lib/browse/metadata.ts'
import { folderSteps } from '#lib/browse/names.ts'
import { listObjects } from '#lib/storage/list-objects.ts'
import { findObject } from '#lib/storage/stored-object.ts'

/**
 * The objects a restore writes, in the order of their names: those that begin with the prefix, and before them the
 * folders on the way to it, whose modes and times they tell. None where nothing begins with the prefix.
 */
export async function* restoreObjects(
  client: BackupStorageClient,
  of: { jobId: string; prefix: string },
  signal: AbortSignal,
): AsyncGenerator<BackupObject, undefined> {
  let isFirst = true
  for await (const object of listObjects(client, of, signal)) {
    if (isFirst) yield* foldersOnTheWay(client, of, signal)
    isFirst = false
    yield object
  }
}

async function* foldersOnTheWay(
  client: BackupStorageClient,
  { jobId, prefix }: { jobId: string; prefix: string },
  signal: AbortSignal,
): AsyncGenerator<BackupObject> {
  for (const name of folderSteps(prefix)) {
    if (name === prefix) continue // it begins with the prefix itself
    const object = await findObject(client, { jobId, name }, signal)
    if (object && parseThawMetadata(object.MetadataString)?.type === 'dir') yield object
  }
}
