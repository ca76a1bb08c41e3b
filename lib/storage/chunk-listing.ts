import { type BackupStorageClient, ListChunksCommand } from '@aws-sdk/client-backupstorage'
import { planFailure } from '#lib/restore/read/plan.ts'

/** A chunk as its object's list has it. */
export interface PlacedChunk {
  index: number
  /** Bytes from the object's beginning. */
  offset: number
  length: number
  /** SHA-256, base64. */
  checksum: string
  /** Whether something else has it; undefined where the endpoint does not tell. */
  isShared?: boolean | undefined
}

/** Where the list goes on: behind how many chunks and bytes. */
export interface ChunksPlace {
  objectToken: string
  nextToken?: string | undefined
  index: number
  offset: number
}

interface ChunksPage<Place> {
  rows: PlacedChunk[]
  cursor?: Place
}

/** The place behind a page: it has a token. */
type NextPlace = ChunksPlace & { nextToken: string }

/** How long a page of matches is looked for before it ends early, in milliseconds. */
const lookMs = 1_000
const pageSize = 100

/**
 * The next chunks of an object that pass. The list can only be read forward, so a page may be short or empty and still
 * carry a cursor: it ends early where matches are rare. No more is held than a page.
 *
 * @throws {ObjectPlanError} the list never ends.
 */
export async function matchingChunks(
  client: BackupStorageClient,
  jobId: string,
  place: ChunksPlace,
  passes: (chunk: PlacedChunk) => boolean,
  signal: AbortSignal,
): Promise<ChunksPage<NextPlace>> {
  const until = performance.now() + lookMs
  const rows: PlacedChunk[] = []
  let at: ChunksPlace | undefined = place
  while (at) {
    const page: ChunksPage<NextPlace> = await listChunks(client, jobId, at, signal)
    rows.push(...page.rows.filter(passes))
    if (page.cursor && page.cursor.nextToken === at.nextToken)
      throw planFailure(undefined)('never ends: a page names itself as the next')
    if (page.cursor && (rows.length >= pageSize || performance.now() >= until)) return { rows, cursor: page.cursor }
    at = page.cursor
  }
  return { rows }
}

/** The next page of an object's chunks, in their order. */
export async function listChunks(
  client: BackupStorageClient,
  jobId: string,
  { objectToken, nextToken, index, offset }: ChunksPlace,
  abortSignal: AbortSignal,
): Promise<ChunksPage<NextPlace>> {
  const input = { StorageJobId: jobId, ObjectToken: objectToken, MaxResults: pageSize, NextToken: nextToken }
  const { ChunkList, NextToken } = await client.send(new ListChunksCommand(input), { abortSignal })
  let end = offset
  const rows = (ChunkList ?? []).map(({ Index = 0, Length = 0, Checksum = '', IsShared }) => {
    const row = { index: Index, offset: end, length: Length, checksum: Checksum, isShared: IsShared }
    end += Length
    return row
  })
  const cursor = NextToken && { objectToken, nextToken: NextToken, index: index + rows.length, offset: end }
  return { rows, ...(cursor && { cursor }) }
}
