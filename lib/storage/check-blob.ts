import { createHash } from 'node:crypto'
import { type BackupStorageClient, GetObjectMetadataCommand } from '@aws-sdk/client-backupstorage'
import { StorageRequestError } from './storage-request-error.ts'

/** Reads an object's metadata blob, where it has one, and compares it with its checksum. */
export async function checkBlob(
  client: BackupStorageClient,
  { jobId, token }: { jobId: string; token: string | undefined },
  signal: AbortSignal,
): Promise<void> {
  const input = { StorageJobId: jobId, ObjectToken: token }
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
