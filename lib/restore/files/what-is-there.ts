import { closeSync, constants, lstatSync, openSync, readdirSync, readlinkSync } from 'node:fs'
import type { EntryName } from './entry-name.ts'
import { hasCode } from './file-errors.ts'
import { TargetRefusedError } from './folder.ts'
import type { FolderChain } from './folder-chain.ts'
import type { Obstacle, RestoreEntry } from './restore-files.ts'
import type { Overwrite } from './take-name.ts'

/**
 * What a restore would find under the name of an entry, by looking without reading: nothing, or nothing that stays;
 * `alike`, of its kind and size, or pointing where it does; or what would keep it from being restored.
 *
 * @param chain of the target; it makes nothing.
 */
export async function whatIsThere(
  chain: FolderChain,
  entry: Pick<RestoreEntry, 'type' | 'size' | 'target'>,
  { parents, last }: Extract<EntryName, { ok: true }>,
  { overwrite, signal }: { overwrite: Overwrite; signal: AbortSignal },
): Promise<'nothing' | 'alike' | Obstacle> {
  try {
    const path = chain.reach(parents).folder.at(last)
    const facts = lstatSync(path)
    if (entry.type === 'dir') {
      if (facts.isDirectory()) return 'alike'
      return overwrite ? 'nothing' : { is: 'parent', at: last }
    }
    if (entry.type === 'file' && facts.isFile() && !isReadable(path)) return overwrite ? 'nothing' : { is: 'unread' }
    if (entry.type === 'file' && facts.isFile() && facts.size === entry.size) return 'alike'
    if (entry.type === 'symlink' && facts.isSymbolicLink() && readlinkSync(path) === (await entry.target?.(signal)))
      return 'alike'
    if (!overwrite) return { is: 'taken' }
    const isFull = overwrite === true && facts.isDirectory() && readdirSync(path).length > 0
    return isFull ? { is: 'full folder' } : 'nothing'
  } catch (error) {
    if (error instanceof TargetRefusedError) return overwrite ? 'nothing' : { is: 'parent', at: error.at }
    if (hasCode(error, 'ENOENT', 'EACCES')) return 'nothing' // a shut folder of one's own is opened by a restore
    throw error
  }
}

function isReadable(path: string): boolean {
  try {
    closeSync(openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK))
    return true
  } catch (error) {
    if (hasCode(error, 'EACCES', 'EPERM')) return false
    throw error
  }
}
