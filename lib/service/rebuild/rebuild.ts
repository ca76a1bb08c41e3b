import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { syncFolder } from '../data-folder/probe.ts'
import type { ChunkStore } from '../ports.ts'
import type { Store } from '../store.ts'
import { type BuildReport, buildIndex } from './build.ts'

export interface RebuildReport extends BuildReport {
  /** Folder with the index that was there before; undefined where there was none. */
  aside: string | undefined
}

/** The database and what SQLite keeps beside it: they belong together. */
const databaseFiles = ['index.sqlite', 'index.sqlite-wal', 'index.sqlite-shm']

/**
 * Makes the index of a store anew from what lies in it and puts it in place of the one that is there, which is kept
 * aside. Nothing else may have the store open: its lock is held by who opened it.
 *
 * The store gets a new generation, so no copy of an index from before passes for this one, and no token given out before
 * opens another object than it was made for.
 */
export async function rebuildIndex({
  store,
  chunks,
  now = Date.now(),
}: {
  store: Store
  chunks: Pick<ChunkStore, 'entries'>
  now?: number
}): Promise<RebuildReport> {
  const folder = store.paths.index
  const file = join(folder, 'rebuilt.sqlite')
  const scratch = join(folder, 'rebuilt.scratch')
  const mark = { generation: randomUUID(), openings: 1 }
  const remove = async () => {
    for (const suffix of ['', '-wal', '-shm', '-journal']) await rm(`${file}${suffix}`, { force: true })
    for (const suffix of ['', '-journal']) await rm(`${scratch}${suffix}`, { force: true })
  }
  await remove()
  try {
    const built = await buildIndex({ chunks, file, scratch, mark, now })
    const aside = await setAside(folder, now)
    await rename(file, join(folder, 'index.sqlite'))
    await syncFolder(folder)
    await store.writeHeader(mark)
    return { ...built, aside }
  } finally {
    await remove()
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
