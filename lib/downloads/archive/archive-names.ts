import { alternativeName, archiveName, collisionKey, type NameRules } from '#lib/restore/archive/names.ts'
import type { TakenNames } from './taken-names.ts'

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

  const cleanedFile = (objectName: string) => nameOf(objectName.replace(/\/+$/, ''))
  const cleanedFolder = (objectName: string) =>
    nameOf(objectName.endsWith('/') ? objectName : `${objectName}/`).slice(0, -1)

  /** The keys of a name and of the folders above it. */
  function keysOf(cleaned: string): string[] {
    const paths = [cleaned]
    for (let cut = cleaned.lastIndexOf('/'); cut > 0; cut = cleaned.lastIndexOf('/', cut - 1))
      paths.push(cleaned.slice(0, cut))
    return [...paths.map(collisionKey), ...(byBytes ? [exactly(cleaned)] : [])]
  }

  /** The folder's path without a slash at its end. */
  async function folderPath(cleaned: string): Promise<string> {
    const known = parents.get(cleaned)
    if (known !== undefined) return known
    const cut = cleaned.lastIndexOf('/')
    const parent = cut < 0 ? '' : `${await folderPath(cleaned.slice(0, cut))}/`
    const wanted = parent + cleaned.slice(cut + 1)
    let path = wanted
    for (let n = 2; (await taken.kindOf(collisionKey(path))) === 'file'; n++)
      path = alternativeName(`${wanted}/`, n).slice(0, -1)
    if ((await taken.kindOf(collisionKey(path))) === undefined) taken.take(collisionKey(path), 'folder')
    if (parents.size >= remembered) parents.clear()
    parents.set(cleaned, path)
    return path
  }

  async function entryPath(cleaned: string, kind: 'file' | 'folder entry'): Promise<string> {
    const end = kind === 'file' ? '' : '/'
    const cut = cleaned.lastIndexOf('/')
    const parent = cut < 0 ? '' : `${await folderPath(cleaned.slice(0, cut))}/`
    const wanted = parent + cleaned.slice(cut + 1)
    const free = async (path: string) => {
      const key = collisionKey(path)
      const before = await taken.kindOf(key)
      if (before === undefined || (kind === 'folder entry' && before === 'folder')) return true
      return byBytes && before === kind && !own.has(key) && (await taken.kindOf(exactly(path))) === undefined
    }
    let path = wanted
    while (!(await free(path))) {
      const alternative = alternativeName(wanted + end, await taken.nextNumber(collisionKey(wanted)))
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
    /** Names are given one after the other: the next is asked for when the one before was given. */
    file: (objectName: string) => entryPath(cleanedFile(objectName), 'file'),
    folder: (objectName: string) => entryPath(cleanedFolder(objectName), 'folder entry'),
    /** What has to be known of these objects' names is asked for at once; without this it is one by one. */
    expect: (objects: readonly { name: string; isFolder: boolean }[]) =>
      taken.load(objects.flatMap(({ name, isFolder }) => keysOf(isFolder ? cleanedFolder(name) : cleanedFile(name)))),
  }
}

export type ArchiveNames = ReturnType<typeof createArchiveNames>
