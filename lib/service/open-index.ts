import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileWords } from '#lib/failure/file-failure-words.ts'
import type { Log } from '#lib/log.ts'
import { INDEX_FILE, openSqliteIndex } from './index/sqlite/index.ts'
import { inspectIndex } from './index/sqlite/inspect.ts'
import { latestVersion } from './index/sqlite/migrations.ts'
import { copyIndex } from './index-copies.ts'
import { damaged, type IndexHealth } from './index-health.ts'
import { IndexDamagedError, type IndexStore, IndexUnavailableError } from './index-store.ts'
import type { Store } from './store.ts'

/**
 * Opens a store's index, or notes in `health` why that cannot be done: then every read and every write is refused in
 * words. A store with content never gets a new, empty index by itself: it would look like one without backups.
 *
 * @throws {IndexFormatError} a newer version wrote it.
 * @throws {IndexUnavailableError} the disk or the system keeps it from being opened.
 */
export async function openIndex(
  store: Store,
  health: IndexHealth,
  log: Pick<Log, 'error'>,
): Promise<{ index: IndexStore; usable: boolean }> {
  const directory = store.paths.index
  const file = join(directory, INDEX_FILE)
  const found = await inspectIndex(file).catch((error) => {
    throw new IndexUnavailableError(unreadable(file, error), { cause: error })
  })
  if (found.kind === 'damaged') health.doubt(damaged(file, found.detail))
  else if (found.kind === 'missing' && (await hasContent(store)))
    health.doubt(`The index ${file} is ${found.empty ? 'empty' : 'missing'}, and the store is not empty`)
  if (health.readOnly) return { index: refusing(health), usable: false }
  if (found.kind === 'found' && found.version < latestVersion) await copyBefore(store, file, health, log)
  if (health.readOnly) return { index: refusing(health), usable: false }
  try {
    return { index: await openSqliteIndex({ directory, health }), usable: true }
  } catch (error) {
    if (!(error instanceof IndexDamagedError)) throw error
    return { index: refusing(health), usable: false }
  }
}

function unreadable(file: string, error: Error): string {
  const why = fileWords(error)?.what ?? error.message
  return `The index ${file} cannot be read: ${why}. Give the user Thaw runs as the right to read and write it, or look at its disk; what cannot be read any more is made anew by \`thaw rebuild\``
}

/** Before its format changes, which has no way back. A copy that fails is told and costs nothing. */
async function copyBefore({ paths }: Store, file: string, health: IndexHealth, log: Pick<Log, 'error'>): Promise<void> {
  const { signal } = new AbortController()
  try {
    await copyIndex({ file, folder: paths.copies }, { health, now: Date.now(), signal })
  } catch (error) {
    log.error({ err: error, file }, (error as Error).message)
  }
}

/** Whether anything was ever begun in the store: the first job leaves a record in a pack. */
async function hasContent({ header, paths }: Store): Promise<boolean> {
  return header.openings > 0 || (await readdir(paths.packs)).some((name) => name.endsWith('.pack'))
}

/** In place of an index that cannot be used: every question and every write is refused. */
function refusing(health: IndexHealth): IndexStore {
  const { reason, remedy } = health.readOnly!
  const refuse = () => Promise.reject(new IndexDamagedError(`${reason}. ${remedy}`))
  return new Proxy({} as IndexStore, { get: (_, name) => (name === Symbol.asyncDispose ? async () => {} : refuse) })
}
