import {
  type BackupObject,
  type BackupStorageClient,
  type ListObjectsOutput,
  ResourceNotFoundException,
} from '@aws-sdk/client-backupstorage'
import { objectsPage } from './objects-page.ts'

type Page = Pick<ListObjectsOutput, 'ObjectList' | 'NextToken'>

/** Where a listing goes on: behind a page, or from a name. */
type From = { NextToken: string } | { StartingObjectName: string } | undefined

/**
 * Every object of a job whose name begins with `prefix`, in the service's order; the next page is already on its way
 * while one is looked at. Where a page token has expired meanwhile, it goes on behind the last name.
 *
 * @param of.start the first name asked for, itself included.
 */
export async function* listObjects(
  client: BackupStorageClient,
  of: { jobId: string; prefix?: string | undefined; start?: string | undefined },
  signal?: AbortSignal,
): AsyncGenerator<BackupObject, undefined> {
  const ask = (from: From): Promise<Page> => {
    const filter = { StorageJobId: of.jobId, MaxResults: 100, ...(of.prefix && { StartingObjectPrefix: of.prefix }) }
    const page = objectsPage(client, { ...filter, ...from }, signal)
    page.catch(() => {}) // awaited when its turn comes, if it comes
    return page
  }
  let last: string | undefined
  let following: Promise<Page> | undefined = ask(of.start === undefined ? undefined : { StartingObjectName: of.start })
  while (following) {
    const page: Page = await following.catch((error) => {
      if (last === undefined || !(error instanceof ResourceNotFoundException)) throw error
      return ask({ StartingObjectName: last })
    })
    following = page.NextToken ? ask({ NextToken: page.NextToken }) : undefined
    const objects = page.ObjectList ?? []
    // A start by name is inclusive.
    yield* last !== undefined && objects[0]?.Name === last ? objects.slice(1) : objects
    last = objects.at(-1)?.Name ?? last
  }
}
