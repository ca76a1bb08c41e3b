import { hash } from 'node:crypto'
import { type BackupStorageClient, GetObjectMetadataCommand } from '@aws-sdk/client-backupstorage'

/**
 * The metadata blob of an object, verified. undefined where it cannot be had whole: a service tells damage as an internal
 * error, after what the client has tried again. What is said beside the content is no reason to do without the content.
 *
 * @throws every other error of the service, of the connection, or the abort.
 */
export async function metadataBlob(
  client: BackupStorageClient,
  { jobId, token }: { jobId: string; token: string | undefined },
  abortSignal?: AbortSignal,
): Promise<Uint8Array | undefined> {
  const command = new GetObjectMetadataCommand({ StorageJobId: jobId, ObjectToken: token })
  try {
    const answer = await client.send(command, { ...(abortSignal && { abortSignal }) })
    const blob = (await answer.MetadataBlob?.transformToByteArray()) ?? new Uint8Array()
    return hash('sha256', blob, 'base64') === answer.MetadataBlobChecksum ? blob : undefined
  } catch (error) {
    if ((error as Error).name === 'ServiceInternalException') return undefined
    throw error
  }
}
