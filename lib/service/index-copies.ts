import { mkdir, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { syncFolder } from './data-folder/probe.ts'
import { type CopyDatabase, copyChecked } from './index/sqlite/copy.ts'
import { damaged, type IndexHealth } from './index-health.ts'

const kept = 3
const nameForm = /^index-(\d{4}-\d\d-\d\dT\d\d)-(\d\d)-(\d\d\.\d{3}Z)\.sqlite$/
/** Left free for what is stored meanwhile. */
const reserveBytes = 2 ** 26

/** The index could not be copied; the one in use is as it was. */
export class IndexCopyError extends Error {
  override readonly name = 'IndexCopyError'
  readonly retryable = true
}

export interface CopyPlace {
  /** The database in use. */
  file: string
  /** Where copies are kept. */
  folder: string
}

/** The copies there are, newest first, with the time they were begun, in milliseconds since the epoch. */
export async function indexCopies(folder: string): Promise<{ path: string; at: number }[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return names
    .flatMap((name) => {
      const [, hour, minute, second] = nameForm.exec(name) ?? []
      return hour ? [{ path: join(folder, name), at: Date.parse(`${hour}:${minute}:${second}`) }] : []
    })
    .sort((a, b) => b.at - a.at)
}

/**
 * Copies the index while it is in use, in a process of its own, and looks the copy through before it gets its name; the
 * three newest are kept. Damage of the index goes to `health`, and no copy is made of it. A copy that came out damaged
 * while the index is sound is thrown away and says nothing against the index.
 *
 * @param now milliseconds since the epoch.
 * @param copy for tests.
 * @returns bytes of the copy.
 * @throws {IndexCopyError} with the file and what to do. @throws the signal's abort.
 */
export async function copyIndex(
  { file, folder }: CopyPlace,
  { health, now, signal, copy }: { health: IndexHealth; now: number; signal: AbortSignal; copy?: CopyDatabase },
): Promise<number> {
  const name = `index-${new Date(now).toISOString().replaceAll(':', '-')}.sqlite`
  const partial = join(folder, 'partial')
  const remove = async () => {
    for (const suffix of ['', '-journal']) await rm(`${partial}${suffix}`, { force: true })
  }
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await remove()
    await requireRoom(file, folder)
    const fault = await copyChecked(file, partial, { signal, copy })
    if (fault?.in === 'copy') throw new Error(`the copy came out damaged (${fault.detail}) and was thrown away`)
    if (fault) {
      health.doubt(damaged(file, fault.detail))
      throw new IndexCopyError(health.readOnly!.reason)
    }
    const bytes = await makeDurable(partial)
    await rename(partial, join(folder, name))
    await syncFolder(folder)
    for (const { path } of (await indexCopies(folder)).slice(kept)) await rm(path)
    return bytes
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof IndexCopyError) throw error
    const why = (error as Error).message.split('\n')[0]
    throw new IndexCopyError(
      `The index ${file} could not be copied to ${join(folder, name)}: ${why}. Look at the folder and its disk; it is tried again`,
      { cause: error },
    )
  } finally {
    await remove().catch(() => {}) // the next copy begins with it
  }
}

async function requireRoom(file: string, folder: string): Promise<void> {
  const { size } = await stat(file)
  const { bavail, bsize } = await statfs(folder)
  if (bavail * bsize < size + reserveBytes) throw new Error('the disk has no room for it')
}

async function makeDurable(path: string): Promise<number> {
  await using handle = await open(path, 'r+')
  await handle.sync()
  return (await handle.stat()).size
}
