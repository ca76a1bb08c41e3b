/** The part of the index port that goes from a chunk to the objects that have it. See `index-store.ts` for the words. */
import type { Sha256 } from './ports.ts'

/** A version that has the chunk, and the running and completed jobs that show this version. */
export interface ChunkUse {
  /** Of the version. */
  objectId: number
  name: string
  checksum: Sha256
  length: number
  createdAt: number
  /** The chunk's first index in it; -1: it is the metadata blob. */
  index: number
  /** How often it is in it. */
  count: number
  /** The newest 50, newest first. */
  jobIds: string[]
  jobCount: number
  vault: string
  resourceArn: string
  /** When the first and the last of all those jobs began; the last is undefined while the name stands for it to this day. */
  firstJobAt: number
  lastJobAt?: number
}

/** Everything up to here, newest versions first, has been looked at. */
export interface ChunkUseCursor {
  /** Content is looked through first, then metadata blobs. */
  part: 'content' | 'blob'
  object: number
  first: number
  /** References seen so far, of those there were at the beginning: when all are seen, there is no need to look on. */
  seen: number
  refs: number
}

/** A version without the chunks that were named, and the newest job that shows it. */
export interface IntactVersion {
  jobId: string
  checksum: Sha256
  length: number
  createdAt: number
}

export interface ChunkUseReads {
  /**
   * Versions that have a chunk, newest first. It looks through the chunk lists of all objects, a bounded number of them
   * a call, so a page may end early, even empty; there is more exactly when there is a cursor.
   */
  chunkUses(query: {
    checksum: Sha256
    limit: number
    cursor?: ChunkUseCursor
  }): Promise<{ uses: ChunkUse[]; cursor?: ChunkUseCursor }>

  /** The newest version of the same name and timeline without any of these chunks, of the newest 50. */
  intactVersion(query: { objectId: number; without: readonly Sha256[] }): Promise<IntactVersion | undefined>

  /** Those of these chunks of a version that something else in the store has as well: content, a metadata blob, an upload. */
  sharedChunks(query: { objectId: number; checksums: readonly Sha256[] }): Promise<Set<Sha256>>
}
