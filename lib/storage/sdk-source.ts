import type { BackupClient } from '@aws-sdk/client-backup'
import type { BackupObject, BackupStorageClient } from '@aws-sdk/client-backupstorage'
import { parseThawBlob } from '#lib/browse/metadata.ts'
import { checkBlob } from './check-blob.ts'
import { chunksHere } from './chunks-here.ts'
import { listObjects } from './list-objects.ts'
import { metadataBlob } from './metadata-blob.ts'
import { endOf, explained } from './no-backup.ts'
import type { ObjectSource, SourceObject } from './source.ts'
import { StorageRequestError } from './storage-request-error.ts'
import { findObject, storedObject } from './stored-object.ts'

export interface SourceClients {
  storage: BackupStorageClient
  /** Tells what kept a job's objects from being read, and which jobs still run. */
  backup?: BackupClient
  /** Under which the ledger keeps what is known of the storage. */
  endpoint: string
}

/** The storage behind a pair of SDK clients, of any endpoint. */
export function sdkSource({ storage, backup, endpoint }: SourceClients): ObjectSource {
  async function explain(jobId: string, error: unknown, signal?: AbortSignal): Promise<never> {
    signal?.throwIfAborted()
    const known = backup ? await explained(backup, jobId, error) : error
    throw known === error ? new StorageRequestError(error) : known
  }

  return {
    endpoint,

    // Undefined of an endpoint without a list of jobs, or of a job it does not list: the objects decide what there is.
    async jobState(jobId, signal) {
      const end = backup && (await endOf(backup, jobId, signal))
      if (end?.error) throw end.error
      return end?.state
    },

    async find(jobId, name, signal) {
      const found = await findObject(storage, { jobId, name }, signal).catch((error) => explain(jobId, error, signal))
      return found && sourceObject(found)
    },

    async *list(jobId, { prefix, start }, signal) {
      try {
        for await (const object of listObjects(storage, { jobId, prefix, start }, signal)) yield sourceObject(object)
      } catch (error) {
        await explain(jobId, error, signal)
      }
    },

    read: (jobId, object) => storedObject(storage, jobId, listedObject(object)),

    readTogether: chunksHere(storage),

    async thawBlob(jobId, { token }, abortSignal) {
      const blob = await metadataBlob(storage, { jobId, token }, abortSignal)
      return blob && parseThawBlob(Buffer.from(blob).toString())
    },

    checkBlob: (jobId, { token }, signal) => checkBlob(storage, { jobId, token }, signal),
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
    blobLength: object.MetadataBlobLength,
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
