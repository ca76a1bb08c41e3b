import { type BackupObject, type BackupStorageClient, ListObjectsCommand } from '@aws-sdk/client-backupstorage'

/**
 * Every object of a job whose name begins with `prefix`, in the service's order; the next page is already on its way
 * while one is looked at.
 */
export async function* listObjects(
  client: BackupStorageClient,
  of: { jobId: string; prefix?: string | undefined },
  signal?: AbortSignal,
): AsyncGenerator<BackupObject, undefined> {
  const ask = (token?: string) => {
    const page = client.send(
      new ListObjectsCommand({
        StorageJobId: of.jobId,
        MaxResults: 100,
        ...(of.prefix && { StartingObjectPrefix: of.prefix }),
        ...(token && { NextToken: token }),
      }),
      { abortSignal: signal },
    )
    page.catch(() => {}) // awaited when its turn comes, if it comes
    return page
  }
  let following: ReturnType<typeof ask> | undefined = ask()
  while (following) {
    const page: Awaited<ReturnType<typeof ask>> = await following
    following = page.NextToken ? ask(page.NextToken) : undefined
    yield* page.ObjectList ?? []
  }
}
