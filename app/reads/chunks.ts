import 'server-only'
import type { ChunkCursor, ChunkRow } from '#components/object/chunk-row.ts'
import type { Page } from '#components/table/page.ts'
import { chunkFilter, type KnownOfChunks, stateOf } from '#lib/browse/chunk-filters.ts'
import type { ChunkParams } from '#lib/search-params/object.ts'
import { type ChunksPlace, listChunks, matchingChunks, type PlacedChunk } from '#lib/storage/chunk-listing.ts'
import { findObject } from '#lib/storage/stored-object.ts'
import { backupStorage } from '../storage.ts'
import { attemptIn } from './attempt.ts'
import { isExpired } from './expired.ts'
import { readKnownDamage } from './known-damage.ts'
import { ReplacedError } from './replaced-error.ts'
import { readVerifiedAt } from './verification.ts'

/** Damaged chunks of an object that are told apart. */
const mostDamaged = 100_000

/** One version of an object. */
export interface ObjectVersion {
  jobId: string
  name: string
  /** SUMMARY: another version in its place is a failure, not a mixture of both. */
  checksum: string
}

/** What is known here of an object's chunks. */
export async function knownOfChunks({ jobId, name, checksum }: ObjectVersion): Promise<KnownOfChunks> {
  const damage = await readKnownDamage(jobId, name, checksum, mostDamaged)
  const ofChunks = damage.filter(({ chunkIndex }) => chunkIndex >= 0)
  return {
    damaged: new Set(ofChunks.map(({ chunkIndex }) => chunkIndex)),
    damagedChecksums: new Set(ofChunks.map((each) => each.checksum)),
    verified: damage.length === 0 && (await readVerifiedAt(checksum)) !== undefined,
  }
}

/** `isUntold`: the endpoint does not say what the filter by state asks for. */
export type FirstChunks = Page<ChunkRow, ChunkCursor> & { isUntold?: boolean }

/**
 * The next chunks of one version of an object behind the filters; a page may be short or empty and still carry a cursor.
 * Where a token has expired, the object is resolved anew and its list read from the beginning to the same place.
 */
export function readChunks(version: ObjectVersion, params: ChunkParams, cursor?: ChunkCursor) {
  const { jobId } = version
  return attemptIn<FirstChunks>(jobId, async (signal) => {
    const known = await knownOfChunks(version)
    const passes = chunkFilter(params, known)
    if (!passes) return { rows: [] }
    const read = async (place: ChunksPlace, from = 0): Promise<FirstChunks> => {
      const isWanted = (chunk: PlacedChunk) => chunk.index >= from && passes(chunk)
      const { rows, ...rest } = await matchingChunks(backupStorage(), jobId, place, isWanted, signal)
      return { rows: rows.map((row) => ({ ...row, state: stateOf(row, known) })), ...rest }
    }
    if (cursor)
      return read(cursor).catch(async (error) => {
        if (!isExpired(error)) throw error
        return read(await placeOf(version, cursor.index, signal), cursor.index)
      })
    const start = await placeOf(version, 0, signal)
    if (params.state === 'shared') {
      const [chunk] = (await listChunks(backupStorage(), jobId, start, signal)).rows
      if (chunk && chunk.isShared === undefined) return { rows: [], isUntold: true }
    }
    return read(start)
  })
}

/** Where the page of the version's chunks begins that has an index. */
async function placeOf(
  { jobId, name, checksum }: ObjectVersion,
  index: number,
  signal: AbortSignal,
): Promise<ChunksPlace> {
  const object = await findObject(backupStorage(), { jobId, name }, signal)
  if (object?.ObjectChecksum !== checksum) throw new ReplacedError(name)
  let place: ChunksPlace = { objectToken: object.ObjectToken ?? '', index: 0, offset: 0 }
  for (;;) {
    const { cursor } = index > 0 ? await listChunks(backupStorage(), jobId, place, signal) : {}
    if (!cursor || cursor.index > index) return place
    place = cursor
  }
}
