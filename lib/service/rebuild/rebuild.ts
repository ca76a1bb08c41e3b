import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { syncFolder } from '../data-folder/probe.ts'
import { jobRecord } from '../engine/manifests.ts'
import { INDEX_FILE } from '../index/sqlite/index.ts'
import { inspectIndex } from '../index/sqlite/inspect.ts'
import { assertKnownFormat, latestVersion } from '../index/sqlite/migrations.ts'
import type { ChunkStore } from '../ports.ts'
import type { Store } from '../store.ts'
import { type BuildReport, buildIndex } from './build.ts'
import { integrityOf, missingBackups, unfinishedIn } from './index-in-place.ts'

export interface RebuildReport extends BuildReport {
  /** Folder with the index that was there before; undefined where there was none. */
  aside: string | undefined
  /** Jobs that are complete in that index, and of which no record says so. None where it could not be asked. */
  missing: string[]
  /** Whether that index could be asked for them. */
  asked: boolean
  /** Records of requests that were not done when Thaw ended, as the index that was there could tell. */
  unfinished: number
}

interface Rebuild {
  store: Store
  chunks: Pick<ChunkStore, 'entries' | 'manifestsFrom' | 'appendManifest' | 'nextSequence'>
  /** Milliseconds since the epoch. */
  now?: number
}

/** The database and what SQLite keeps beside it: they belong together. */
const databaseFiles = [INDEX_FILE, `${INDEX_FILE}-wal`, `${INDEX_FILE}-shm`]

/**
 * Makes the index of a store anew from what lies in it and puts it in place of the one that is there, which is kept
 * aside. Nothing else may have the store open: its lock is held by who opened it.
 *
 * The store gets a new generation, so no copy of an index from before passes for this one, and no token given out before
 * opens another object than it was made for. Its id stays.
 *
 * @throws {IndexFormatError | UnknownRecordsError} a newer version wrote the index or some records: what it knows that
 *   this one does not would be lost. Nothing has changed.
 */
export async function rebuildIndex({ store, chunks, now = Date.now() }: Rebuild): Promise<RebuildReport> {
  const folder = store.paths.index
  const without = await unfinishedBy(join(folder, INDEX_FILE), { store, chunks })
  const file = join(folder, 'rebuilt.sqlite')
  const scratch = join(folder, 'rebuilt.scratch')
  const mark = { generation: randomUUID(), openings: 1 }
  const remove = async () => {
    for (const suffix of ['', '-wal', '-shm', '-journal']) await rm(`${file}${suffix}`, { force: true })
    for (const suffix of ['', '-journal']) await rm(`${scratch}${suffix}`, { force: true })
  }
  await remove()
  try {
    const built = await buildIndex({ chunks, file, scratch, mark, now, without })
    const lost = new Set(built.lostJobs)
    const missing = missingBackups(join(folder, INDEX_FILE), file)
    const settled = await makeVoid(without, { chunks, now })
    const aside = await setAside(folder, now)
    await rename(file, join(folder, INDEX_FILE))
    await syncFolder(folder)
    await store.writeHeader({ ...mark, id: store.id, ...(settled !== undefined && { settled }) })
    return {
      ...built,
      aside,
      missing: missing?.filter((job) => !lost.has(job)) ?? [],
      asked: missing !== undefined,
      unfinished: without.length,
    }
  } finally {
    await remove()
  }
}

/**
 * What the next start would make void, where the index that is there can still tell. One that cannot be looked at is what
 * a rebuild is for.
 */
async function unfinishedBy(file: string, { store, chunks }: Pick<Rebuild, 'store' | 'chunks'>): Promise<number[]> {
  const found = await inspectIndex(file).catch(() => undefined)
  if (found?.kind !== 'found') return []
  assertKnownFormat(file, found.version)
  if (found.version < latestVersion || integrityOf(file).length > 0) return []
  return (await unfinishedIn(file, store, chunks)) ?? []
}

/**
 * Before the index that tells of them goes aside: a rebuild after this one, or after its interruption, could not know.
 *
 * @returns below which sequence every record is in the index that was made, or void; undefined where the store does not
 *   take the voids now, so that the next start has to.
 */
async function makeVoid(
  sequences: number[],
  { chunks, now }: Pick<Rebuild, 'chunks'> & { now: number },
): Promise<number | undefined> {
  try {
    for (const of of sequences) await chunks.appendManifest(jobRecord({ v: 1, event: 'void', of, at: now }))
    return chunks.nextSequence()
  } catch {
    return undefined
  }
}

async function setAside(folder: string, now: number): Promise<string | undefined> {
  const names = await readdir(folder)
  const found = databaseFiles.filter((name) => names.includes(name))
  if (found.length === 0) return undefined
  const aside = join(folder, `before-rebuild-${new Date(now).toISOString().replaceAll(':', '-')}`)
  await mkdir(aside, { mode: 0o700 })
  // The database first: without its log it would pass for an index that lacks what was committed last.
  for (const name of found) await rename(join(folder, name), join(aside, name))
  await syncFolder(aside)
  return aside
}
