/**
 * Names inside an archive, safe on every system it may be opened on: relative, no `..`, no reserved names, nothing
 * invisible. An object's own name is never lost: the archive's manifest carries it.
 */
import { safeFileName } from '../disposition.ts'

/** What became of an object's name. `changed`: it is not the object's name to the letter. */
export interface ArchiveName {
  name: string
  changed: boolean
}

/** Longest path most readers can unpack below some folder of the user's. In bytes. */
const longest = 4000

/**
 * The archive path for an object's name. Empty, `.` and `..` components disappear; the others become what every common
 * file system can hold. A trailing `/` (a folder) stays.
 */
export function archiveName(objectName: string): ArchiveName {
  const folder = objectName.endsWith('/')
  const parts = objectName
    .split('/')
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .map(safeFileName)
  let path = parts.join('/') || 'unnamed'
  while (Buffer.byteLength(path) > longest) path = path.slice(path.indexOf('/') + 1)
  const name = folder ? `${path}/` : path
  return { name, changed: name !== objectName }
}

/**
 * The nth alternative (from 2) for a name that is already taken: `report (2).txt`, `folder (2)/`.
 */
export function alternativeName(name: string, n: number): string {
  const folder = name.endsWith('/')
  const path = folder ? name.slice(0, -1) : name
  const cut = path.lastIndexOf('/') + 1
  const last = path.slice(cut)
  const dot = folder ? -1 : last.lastIndexOf('.')
  const stem = dot > 0 ? last.slice(0, dot) : last
  const extension = dot > 0 ? last.slice(dot) : ''
  return `${path.slice(0, cut)}${stem} (${n})${extension}${folder ? '/' : ''}`
}

/**
 * Two names with the same key cannot lie side by side on some common file system: case and Unicode form differ only.
 */
export function collisionKey(name: string): string {
  return name.replace(/\/$/, '').normalize('NFC').toLowerCase()
}
