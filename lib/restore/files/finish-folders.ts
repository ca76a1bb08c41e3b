import { isOfThePlace } from './file-errors.ts'
import type { FolderChain } from './folder-chain.ts'
import type { Journal } from './journal.ts'
import { applyLooks, differences, type Looks } from './looks.ts'
import type { RestoreEvent } from './restore-files.ts'

/**
 * Gives folders their modes and times, and those that were widened the modes they had; the deepest first, since a mode
 * may shut what is below. Then there is nothing to note any more.
 *
 * @param folders in the order of their names; `parts` is the path in the target, empty for the target itself.
 */
export function finishFolders(
  chain: FolderChain,
  journal: Journal,
  folders: readonly { name: string; parts: string[]; looks: Looks }[],
  onEvent?: (event: RestoreEvent) => void,
): void {
  const finished = new Set(folders.map(({ parts }) => parts.join('/')))
  const widened: typeof folders = [...journal.widened]
    .filter(([path]) => path !== '' && !finished.has(path))
    .map(([path, mode]) => ({ name: `${path}/`, parts: path.split('/'), looks: { mode } }))
  const all = widened.length === 0 ? folders : [...folders, ...widened].sort((a, b) => (a.name < b.name ? -1 : 1))
  const finish = ({ name, parts, looks }: (typeof folders)[number]) => {
    try {
      const { folder } = chain.reach(parts, false)
      if (differences(folder.fd, looks).size > 0) applyLooks(folder.fd, looks)
    } catch (error) {
      if (isOfThePlace(error)) throw error
      onEvent?.({ kind: 'failed', name: name || './', error })
    }
  }
  const target = folders.find(({ parts }) => parts.length === 0)
  for (const folder of all.toReversed()) if (folder !== target) finish(folder)
  const mode = journal.widened.get('')
  journal.forget() // before the target gets its mode: with it the journal may be out of reach
  if (target) finish(target)
  else if (mode !== undefined) chain.reach([]).folder.chmod(mode)
}

/** The same for what was widened alone, where a restore does not come to its end; the run that goes on widens again. */
export function putBack(chain: FolderChain, journal: Journal): void {
  for (const [path, mode] of [...journal.widened].sort(([a], [b]) => (a < b ? 1 : -1))) {
    try {
      chain.reach(path === '' ? [] : path.split('/'), false).folder.chmod(mode)
      journal.putBack(path)
    } catch {
      // What ended the restore is told instead; what stays widened is in the journal.
    }
  }
}
