import type { TakenNames } from '#lib/ledger/archive-entries.ts'
import { alternativeName, archiveName, collisionKey } from '#lib/restore/archive/names.ts'

/** Parents whose names are remembered; listings come in order, so few are needed. */
const remembered = 1_000

/**
 * Gives objects their names in an archive: safe on every system, none twice, no file where a folder must be. So nothing
 * is ever written through a link that came out of the same archive.
 *
 * Where names collide the later one becomes `name (2)`; a folder that must lie where a file is becomes `folder (2)`, for
 * everything in it. Folders that differ in case only stay apart on systems that tell them apart, and become one elsewhere.
 */
export function createArchiveNames(taken: TakenNames) {
  const parents = new Map<string, string>()

  /** The folder's path without a slash at its end. */
  function folderPath(cleaned: string): string {
    const known = parents.get(cleaned)
    if (known !== undefined) return known
    const cut = cleaned.lastIndexOf('/')
    const parent = cut < 0 ? '' : `${folderPath(cleaned.slice(0, cut))}/`
    const wanted = parent + cleaned.slice(cut + 1)
    let path = wanted
    for (let n = 2; taken.kindOf(collisionKey(path)) === 'file'; n++)
      path = alternativeName(`${wanted}/`, n).slice(0, -1)
    if (taken.kindOf(collisionKey(path)) === undefined) taken.take(collisionKey(path), 'folder')
    if (parents.size >= remembered) parents.clear()
    parents.set(cleaned, path)
    return path
  }

  function entryPath(cleaned: string, kind: 'file' | 'folder entry'): string {
    const end = kind === 'file' ? '' : '/'
    const cut = cleaned.lastIndexOf('/')
    const parent = cut < 0 ? '' : `${folderPath(cleaned.slice(0, cut))}/`
    const wanted = parent + cleaned.slice(cut + 1)
    const free = (path: string) => {
      const before = taken.kindOf(collisionKey(path))
      return before === undefined || (kind === 'folder entry' && before === 'folder')
    }
    let path = wanted
    while (!free(path)) {
      const alternative = alternativeName(wanted + end, taken.nextNumber(collisionKey(wanted)))
      path = end ? alternative.slice(0, -1) : alternative
    }
    taken.take(collisionKey(path), kind)
    return path + end
  }

  return {
    /** Keeps a name for what the archive itself brings along. */
    reserve(name: string): void {
      taken.take(collisionKey(name), 'file')
    },
    file: (objectName: string) => entryPath(archiveName(objectName.replace(/\/+$/, '')).name, 'file'),
    folder: (objectName: string) =>
      entryPath(
        archiveName(objectName.endsWith('/') ? objectName : `${objectName}/`).name.slice(0, -1),
        'folder entry',
      ),
  }
}

export type ArchiveNames = ReturnType<typeof createArchiveNames>
