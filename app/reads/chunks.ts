import 'server-only'
import { type Chunk, ListChunksCommand } from '@aws-sdk/client-backupstorage'
import type { ChunkCursor, ChunkRow } from '#components/object/chunk-row.ts'
import type { Page } from '#components/table/page.ts'
import { findObject } from '#lib/storage/stored-object.ts'
import { backupStorage } from '../storage.ts'
import { attemptIn } from './attempt.ts'
import { isExpired } from './expired.ts'
import { ReplacedError } from './replaced-error.ts'

type ChunkPage = Page<ChunkRow, ChunkCursor>

/**
 * The next chunks of one version of an object. Where a token has expired, the object is resolved anew and its list read
 * from the beginning to the same place.
 *
 * @param checksum the version's checksum; another version in its place is a failure, not a mixture of both.
 */
export function readChunks(jobId: string, name: string, checksum: string, cursor?: ChunkCursor) {
  return attemptIn<ChunkPage>(jobId, async (signal) => {
    if (!cursor) return readFrom(jobId, name, checksum, 0, signal)
    return listChunks(jobId, cursor, signal).catch((error) => {
      if (!isExpired(error)) throw error
      return readFrom(jobId, name, checksum, cursor.index, signal)
    })
  })
}

async function readFrom(
  jobId: string,
  name: string,
  checksum: string,
  index: number,
  signal: AbortSignal,
): Promise<ChunkPage> {
  const object = await findObject(backupStorage(), { jobId, name }, signal)
  if (object?.ObjectChecksum !== checksum) throw new ReplacedError(name)
  const objectToken = object.ObjectToken ?? ''
  let page = await listChunks(jobId, { objectToken, index: 0, offset: 0 }, signal)
  while (page.cursor && page.cursor.index <= index) page = await listChunks(jobId, page.cursor, signal)
  return { ...page, rows: page.rows.filter((row) => row.index >= index) }
}

async function listChunks(
  jobId: string,
  { objectToken, nextToken, index, offset }: Omit<ChunkCursor, 'nextToken'> & { nextToken?: string },
  abortSignal: AbortSignal,
): Promise<ChunkPage> {
  const { ChunkList, NextToken } = await backupStorage().send(
    new ListChunksCommand({ StorageJobId: jobId, ObjectToken: objectToken, MaxResults: 100, NextToken: nextToken }),
    { abortSignal },
  )
  const rows = withOffsets(ChunkList ?? [], offset)
  const end = rows.reduce((sum, row) => sum + row.length, offset)
  const cursor = NextToken && { objectToken, nextToken: NextToken, index: index + rows.length, offset: end }
  return { rows, ...(cursor && { cursor }) }
}

function withOffsets(chunks: Chunk[], start: number): ChunkRow[] {
  let offset = start
  return chunks.map(({ Index, Length, Checksum }) => {
    const row = { index: Index ?? 0, offset, length: Length ?? 0, checksum: Checksum ?? '' }
    offset += row.length
    return row
  })
}
