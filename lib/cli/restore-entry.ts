import { hash } from 'node:crypto'
import { type BackupObject, type BackupStorageClient, GetObjectMetadataCommand } from '@aws-sdk/client-backupstorage'
import { parseThawBlob, parseThawMetadata } from '../backup/metadata.ts'
import { smallBytes } from '../backup-storage/small-chunks.ts'
import { storedObject } from '../backup-storage/stored-object.ts'
import type { RestoreEntry } from '../restore/files/restore-files.ts'
import { fetchVerified, type ObjectPlan, planObject, readVerified } from '../restore/index.ts'

/** A listed object as something to restore. Without the `thaw/1` convention it is a file, or a folder if it ends so. */
export function restoreEntry(
  client: BackupStorageClient,
  jobId: string,
  object: BackupObject,
): RestoreEntry & Required<Pick<RestoreEntry, 'plan'>> {
  const name = object.Name ?? ''
  const metadata = parseThawMetadata(object.MetadataString)
  const empty = object.ChunksCount === 0
  const source = storedObject(client, jobId, object)
  let planned: Promise<ObjectPlan> | undefined
  const plan = (signal: AbortSignal) => {
    planned ??= planObject(source, signal)
    return planned
  }
  return {
    name,
    type: metadata?.type ?? (name.endsWith('/') && empty ? 'dir' : 'file'),
    size: object.ObjectLength ?? metadata?.size,
    mode: metadata?.mode,
    mtime: metadata?.mtime,
    // One piece, which a GetChunks brings together with others.
    ...((object.SingleChunk?.Length ?? Number.POSITIVE_INFINITY) <= smallBytes && {
      readSmall: async (signal: AbortSignal) => {
        const planned = await plan(signal)
        return fetchVerified(planned, planned.chunks[0]!, source.fetchChunk, signal)
      },
    }),
    async *read(signal, budgetBytes) {
      yield* readVerified(await plan(signal), { fetchChunk: source.fetchChunk, budgetBytes, signal })
    },
    plan,
    target: async (signal) => metadata?.target ?? (await targetFromBlob(client, jobId, object, signal)),
  }
}

async function targetFromBlob(client: BackupStorageClient, jobId: string, object: BackupObject, signal: AbortSignal) {
  const answer = await client.send(
    new GetObjectMetadataCommand({ StorageJobId: jobId, ObjectToken: object.ObjectToken }),
    { abortSignal: signal },
  )
  const blob = (await answer.MetadataBlob?.transformToByteArray()) ?? new Uint8Array()
  if (hash('sha256', blob, 'base64') !== answer.MetadataBlobChecksum)
    throw new Error('Its metadata blob does not match its checksum')
  const parsed = parseThawBlob(Buffer.from(blob).toString())
  if (!parsed) throw new Error('Nothing says where this symlink points')
  return parsed.target
}
