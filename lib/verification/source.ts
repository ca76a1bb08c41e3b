import { createHash } from 'node:crypto'
import type { BackupClient } from '@aws-sdk/client-backup'
import { type BackupObject, type BackupStorageClient, GetObjectMetadataCommand } from '@aws-sdk/client-backupstorage'
import { parseThawMetadata } from '#lib/browse/metadata.ts'
import { isOpen } from '#lib/jobs/verdict.ts'
import type { VerifiableObject } from '#lib/restore/index.ts'
import { listObjects } from '#lib/storage/list-objects.ts'
import { endOf, explained } from '#lib/storage/no-backup.ts'
import { smallBytes } from '#lib/storage/small-chunks.ts'
import { findObject, StorageRequestError, storedObject } from '#lib/storage/stored-object.ts'

/** What is to be verified: one object, or what begins with a prefix ('' for the whole job). */
export interface Scope {
  jobId: string
  prefix: string
  name: string | null
}

/** `length` in bytes as the listing tells it, by the service or by the `thaw/1` hint. */
export type SourceObject = VerifiableObject & { length: number | undefined }

/** Where objects to verify come from. */
export interface VerificationSource {
  /** In the order of their names, from a name on (itself included). */
  objects(scope: Scope, from: string | null, signal: AbortSignal): AsyncIterable<SourceObject>
  /** Whether the job still runs: objects may be written anew behind whoever reads it. False where nobody can say. */
  isWritten(jobId: string, signal: AbortSignal): Promise<boolean>
  /** How much that is, from the listing alone. */
  count(scope: Scope, signal: AbortSignal): Promise<{ objects: number; bytes: number }>
}

/** How long a source is asked what its job is doing, in milliseconds: without an answer the verification goes on. */
const patience = 5_000

/** The name asked for is not in the job. */
export class NothingToVerifyError extends Error {
  override readonly name = 'NothingToVerifyError'
  readonly retryable = false
}

/**
 * Objects behind a storage client, of any endpoint.
 *
 * @param backup tells what kept a job's objects from being read, and which jobs still run.
 */
export function storageSource(client: BackupStorageClient, backup?: BackupClient): VerificationSource {
  async function* objects({ jobId, prefix, name }: Scope, from: string | null, signal: AbortSignal) {
    try {
      if (name === null) {
        const of = { jobId, ...(prefix && { prefix }), ...(from !== null && { start: from }) }
        for await (const object of listObjects(client, of, signal)) yield sourceObject(client, jobId, object)
        return
      }
      const found = await findObject(client, { jobId, name }, signal)
      if (!found) throw new NothingToVerifyError(`The job has no object ${JSON.stringify(name)}.`)
      yield sourceObject(client, jobId, found)
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof NothingToVerifyError) throw error
      const known = backup ? await explained(backup, jobId, error) : error
      throw known === error ? new StorageRequestError(error) : known
    }
  }
  return {
    objects,
    async isWritten(jobId, signal) {
      if (!backup) return false
      const promptly = AbortSignal.any([signal, AbortSignal.timeout(patience)])
      const end = await endOf(backup, jobId, promptly).catch(() => undefined)
      return end !== undefined && isOpen(end.state)
    },
    async count(scope, signal) {
      const total = { objects: 0, bytes: 0 }
      for await (const { length = 0 } of objects(scope, null, signal)) {
        total.objects++
        total.bytes += length
      }
      return total
    },
  }
}

function sourceObject(client: BackupStorageClient, jobId: string, object: BackupObject): SourceObject {
  const stored = storedObject(client, jobId, object)
  const { name, checksum } = stored
  return {
    ...stored,
    length: object.ObjectLength ?? parseThawMetadata(object.MetadataString)?.size,
    isSmall: (object.SingleChunk?.Length ?? Number.POSITIVE_INFINITY) <= smallBytes,
    ...(object.MetadataBlobLength !== 0 && {
      checkMetadata: (signal: AbortSignal) => checkMetadata(client, { jobId, token: object.ObjectToken }, signal),
    }),
    async isThere(signal) {
      const found = await findObject(client, { jobId, name }, signal).catch((error) => {
        throw new StorageRequestError(error)
      })
      return found?.ObjectChecksum === checksum
    },
  }
}

/** Reads an object's metadata blob, where it has one, and compares it with its checksum. */
async function checkMetadata(
  client: BackupStorageClient,
  at: { jobId: string; token: string | undefined },
  signal: AbortSignal,
): Promise<void> {
  const input = { StorageJobId: at.jobId, ObjectToken: at.token }
  const summary = createHash('sha256')
  let length = 0
  const answer = await client.send(new GetObjectMetadataCommand(input), { abortSignal: signal }).catch((error) => {
    throw new StorageRequestError(error)
  })
  try {
    for await (const piece of (answer.MetadataBlob ?? []) as AsyncIterable<Uint8Array>) {
      summary.update(piece)
      length += piece.length
    }
  } catch (error) {
    throw new StorageRequestError(error, true)
  }
  const promised = answer.MetadataBlobChecksum
  if (promised === undefined && length === 0) return
  const actual = summary.digest('base64')
  if (actual !== promised) throw new Error(`Its metadata is damaged: its SHA-256 is ${actual}, not ${promised}`)
}
