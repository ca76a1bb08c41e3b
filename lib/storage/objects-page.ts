import { type BackupStorageClient, ListObjectsCommand, type ListObjectsInput } from '@aws-sdk/client-backupstorage'
import { offeredListing } from './handover.ts'

/** One page of objects: without a message where the service is in this process. */
export async function objectsPage(client: BackupStorageClient, input: ListObjectsInput, abortSignal?: AbortSignal) {
  const page = await offeredListing(client.config.requestHandler)?.(input, abortSignal)
  return page ?? client.send(new ListObjectsCommand(input), { abortSignal })
}
