import 'server-only'
import { cache } from 'react'
import type { EntriesPage } from '#components/panel/in-hand.ts'
import { listFlat } from '#lib/browse/flat.ts'
import { type FolderPage, listFolder } from '#lib/browse/folder.ts'
import type { Cursor, List } from '#lib/browse/lister.ts'
import { entryRow, type ListedObject } from '#lib/browse/row.ts'
import type { ObjectsParams } from '#lib/search-params/objects.ts'
import { objectsPage } from '#lib/storage/objects-page.ts'
import { backupStorage } from '../storage.ts'
import { attemptIn } from './attempt.ts'
import { isExpired } from './expired.ts'
import { withKnownDamage } from './known-damage.ts'

/** As many as a page has, unless fewer are wanted. */
export const pageSize = 100

/**
 * The next entries of what the address of a job's page names; a token that expired is done without. Asked once a page
 * for the same `params`.
 */
export const readEntries = cache((jobId: string, params: ObjectsParams, cursor?: Cursor, most = pageSize) =>
  attemptIn<EntriesPage>(jobId, async (signal) => {
    const read = (from?: Cursor) => listEntries(jobId, params, { cursor: from, most }, signal)
    if (!cursor?.token) return page(jobId, await read(cursor))
    return page(
      jobId,
      await read(cursor).catch((error) => (isExpired(error) ? read({ after: cursor.after }) : Promise.reject(error))),
    )
  }),
)

async function listEntries(
  jobId: string,
  { view, folder, prefix, from, after, before }: ObjectsParams,
  { cursor, most }: { cursor: Cursor | undefined; most: number },
  signal: AbortSignal,
): Promise<FolderPage<ListedObject>> {
  const list: List<ListedObject> = async (query, abortSignal) => {
    const input = {
      StorageJobId: jobId,
      StartingObjectPrefix: query.prefix,
      StartingObjectName: query.start,
      MaxResults: query.limit,
      NextToken: query.token,
      CreatedAfter: after ?? undefined,
      CreatedBefore: before ?? undefined,
    }
    const { ObjectList, NextToken } = await objectsPage(backupStorage(), input, abortSignal)
    return { objects: (ObjectList ?? []) as ListedObject[], token: NextToken || undefined }
  }
  const start = from ? folder + from : undefined
  if (view === 'flat') return listFlat(list, { prefix: folder + prefix, start, cursor }, signal)
  // Who types a path looks for what lies at its end.
  const below = prefix.slice(0, prefix.lastIndexOf('/') + 1)
  const query = { folder: folder + below, prefix: prefix.slice(below.length), start, limit: most, cursor }
  const { marker, ...found } = await listFolder(list, query, signal)
  return { ...found, ...(marker && !below && { marker }) }
}

async function page(jobId: string, { entries, marker, cursor }: FolderPage<ListedObject>): Promise<EntriesPage> {
  return {
    rows: await withKnownDamage(jobId, entries.map(entryRow)),
    ...(cursor && { cursor }),
    ...(marker?.Name && { marker: marker.Name }),
  }
}
