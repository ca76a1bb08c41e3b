/**
 * Names inside an archive: relative, no `..`, nothing invisible, and what the systems it is meant for can hold. An
 * object's own name is never lost: the archive's manifest carries it.
 */
import { cutTo, longestPart, safeFileName, unixFileName } from '../file-names.ts'

/** What became of an object's name. `changed`: it is not the object's name to the letter. */
export interface ArchiveName {
  name: string
  changed: boolean
}

/** What names in an archive are made for: `portable` for every system, `unix` for Linux and macOS. */
export type Naming = 'portable' | 'unix'

export interface NameRules {
  naming: Naming
  format: 'tar' | 'zip'
}

/** Longest path most readers can unpack below some folder of the user's. In bytes. */
const longest = 4000

/**
 * The archive path for an object's name. Empty, `.` and `..` components disappear; the others become what every common
 * file system can hold. A trailing `/` (a folder) stays.
 *
 * With `unix` naming what only Windows refuses stays: `:*?"<>|`, reserved names, dots and spaces at an end. What a reader
 * may take for another place does not. bsdtar drops a drive letter in front (`a:b` becomes `b`) and takes a backslash in a
 * zip for a separator, on every system; so the one becomes `a_b`, the other `_`. In a tar a backslash stays, unless it
 * would lead up or to a root on Windows. Controls and invisible characters go in any case: terminals obey them, some
 * Macs overlook them, and two names should not look alike.
 */
export function archiveName(objectName: string, { naming, format }: NameRules): ArchiveName {
  const backslash = format === 'tar' ? 'kept' : 'replaced'
  const folder = objectName.endsWith('/')
  const parts = objectName
    .split('/')
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .map((part) => (naming === 'unix' ? unixFileName(part, backslash) : safeFileName(part)))
  let path = parts.join('/') || 'unnamed'
  while (Buffer.byteLength(path) > longest) path = path.slice(path.indexOf('/') + 1)
  path = path.replace(/^([a-z]):/i, '$1_')
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
  const end = ` (${n})${extension}`
  return path.slice(0, cut) + cutTo(stem, longestPart - Buffer.byteLength(end)) + end + (folder ? '/' : '')
}

/**
 * Two names with the same key cannot lie side by side on some common file system: case and Unicode form differ only.
 * Capitals first: `ß` and `ss`, `ſ` and `s` are the same there.
 */
export function collisionKey(name: string): string {
  return name.replace(/\/$/, '').normalize('NFD').toUpperCase().toLowerCase().normalize('NFC')
}
