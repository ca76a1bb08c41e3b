import type { BackupClient } from '@aws-sdk/client-backup'
import type { BackupObject, BackupStorageClient } from '@aws-sdk/client-backupstorage'
import { parseThawBlob } from '#lib/browse/metadata.ts'
import { chunksHere } from './chunks-here.ts'
import { listObjects } from './list-objects.ts'
import { metadataBlob } from './metadata-blob.ts'
import { endOf, explained } from './no-backup.ts'
import type { ObjectSource, SourceObject } from './source.ts'
import { findObject, storedObject } from './stored-object.ts'

/** The storage behind a pair of SDK clients. */
export function sdkSource(storage: BackupStorageClient, backup: BackupClient, endpoint: string): ObjectSource {
  async function explain(jobId: string, error: unknown): Promise<never> {
    throw await explained(backup, jobId, error)
  }

  return {
    endpoint,

    // Undefined of an endpoint without a list of jobs, or of a job it does not list: the objects decide what there is.
    async jobState(jobId, signal) {
      const end = await endOf(backup, jobId, signal)
      if (end?.error) throw end.error
      return end?.state
    },

    async find(jobId, name, signal) {
      const found = await findObject(storage, { jobId, name }, signal).catch((error) => explain(jobId, error))
      return found && sourceObject(found)
    },

    async *list(jobId, prefix, signal) {
      try {
        for await (const object of listObjects(storage, { jobId, prefix }, signal)) yield sourceObject(object)
      } catch (error) {
        await explain(jobId, error)
      }
    },

    read: (jobId, object) => storedObject(storage, jobId, listedObject(object)),

    readTogether: chunksHere(storage),

    async thawBlob(jobId, { token }, abortSignal) {
      const blob = await metadataBlob(storage, { jobId, token }, abortSignal)
      return blob && parseThawBlob(Buffer.from(blob).toString())
    },
  }
}

function sourceObject(object: BackupObject): SourceObject {
  return {
    name: object.Name ?? '',
    checksum: object.ObjectChecksum ?? '',
    token: object.ObjectToken ?? '',
    chunks: object.ChunksCount,
    length: object.ObjectLength,
    metadata: object.MetadataString,
    onlyChunk: onlyChunk(object),
  }
}

function onlyChunk({ SingleChunk }: BackupObject): SourceObject['onlyChunk'] {
  const { Length: length, Checksum: checksum, ChunkToken: token } = SingleChunk ?? {}
  return length !== undefined && checksum && token ? { length, checksum, token } : undefined
}

/** As much of what was listed as reading it takes. */
function listedObject({ name, checksum, token, onlyChunk: only }: Parameters<ObjectSource['read']>[1]): BackupObject {
  return {
    Name: name,
    ObjectChecksum: checksum,
    ObjectToken: token,
    ...(only && { SingleChunk: { Length: only.length, Checksum: only.checksum, ChunkToken: only.token } }),
  } as BackupObject
}
