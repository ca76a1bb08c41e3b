import type { TakenNames } from '#lib/ledger/archive-entries.ts'
import { alternativeName, archiveName, collisionKey, type NameRules } from '#lib/restore/archive/names.ts'

/** Parents whose names are remembered; listings come in order, so few are needed. */
const remembered = 1_000

/** A whole name, apart from the keys under which names are compared: those are relative. */
const exactly = (path: string) => `/${path}`

/**
 * Gives objects their names in an archive: safe on the systems it is meant for, none twice, no file where a folder must
 * be. So nothing is ever written through a link that came out of the same archive.
 *
 * Where names collide the later one becomes `name (2)`; a folder that must lie where a file is becomes `folder (2)`, for
 * everything in it. Folders that differ in case only stay apart on systems that tell them apart, and become one elsewhere.
 *
 * With `unix` naming two files, and two folders, collide by their bytes only. A file and a folder still collide as on
 * most Macs, case and Unicode form aside: through a link `A` could be written what belongs into a folder `a`. So do names
 * with what the archive brings along.
 */
export function createArchiveNames(taken: TakenNames, rules: NameRules) {
  const byBytes = rules.naming === 'unix'
  const own = new Set<string>()
  const parents = new Map<string, string>()
  const nameOf = (objectName: string) => archiveName(objectName, rules).name

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
      const key = collisionKey(path)
      const before = taken.kindOf(key)
      if (before === undefined || (kind === 'folder entry' && before === 'folder')) return true
      return byBytes && before === kind && !own.has(key) && taken.kindOf(exactly(path)) === undefined
    }
    let path = wanted
    while (!free(path)) {
      const alternative = alternativeName(wanted + end, taken.nextNumber(collisionKey(wanted)))
      path = end ? alternative.slice(0, -1) : alternative
    }
    taken.take(collisionKey(path), kind)
    if (byBytes) taken.take(exactly(path), kind)
    return path + end
  }

  return {
    /** Keeps a name for what the archive itself brings along. */
    reserve(name: string): void {
      own.add(collisionKey(name))
      taken.take(collisionKey(name), 'file')
    },
    file: (objectName: string) => entryPath(nameOf(objectName.replace(/\/+$/, '')), 'file'),
    folder: (objectName: string) =>
      entryPath(nameOf(objectName.endsWith('/') ? objectName : `${objectName}/`).slice(0, -1), 'folder entry'),
  }
}

export type ArchiveNames = ReturnType<typeof createArchiveNames>
