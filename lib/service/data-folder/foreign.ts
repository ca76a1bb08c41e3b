import { readdir } from 'node:fs/promises'
import { FolderNotOursError } from './errors.ts'

/** What Thaw itself puts into a data folder; without `store.json` where it only browses a remote storage. */
const own =
  /^(store\.json|lock\.(sqlite|pid)|v\d+|(credentials|running)\.json|ledger\.sqlite)([.-][0-9a-z]+)*$|^lost\+found$/

/**
 * Refuses a folder that holds other things, before anything in it is touched: a home folder given by mistake would
 * otherwise be closed to its group and filled with ours. One with a `store.json` is judged by what that file says.
 *
 * @throws {FolderNotOursError}
 */
export async function refuseForeignFolder(dataDir: string): Promise<void> {
  const names = await readdir(dataDir).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  if (names.includes('store.json')) return
  const foreign = names.sort().find((name) => !own.test(name))
  if (foreign !== undefined) throw new FolderNotOursError(dataDir, foreign)
}
