import { isUtf8 } from 'node:buffer'
import type { BigIntStats, Dirent } from 'node:fs'
import { lstat, readdir, readlink, realpath, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileWords } from '#lib/file-failure-words.ts'

/** The longest object name the storage service takes, in bytes of UTF-8. */
const maxName = 1024
/** Entries of a folder that are looked at together. */
const batch = 64

/** Something to back up. */
export interface FoundEntry {
  kind: 'found'
  /** Object name: relative to the path that is backed up, `/` between parts; a folder's ends with `/`. */
  name: string
  /** Where it lies on disk. */
  path: string
  type: 'file' | 'dir' | 'symlink'
  /** Bytes of a file, 0 otherwise. */
  size: number
  /** Nanoseconds since 1970. */
  mtime: bigint
  /** Permission bits with setuid, setgid and sticky. */
  mode: number
  /** Where a symlink points. */
  target?: string
}

/** Something that cannot be backed up. */
export interface OmittedEntry {
  kind: 'omitted'
  name: string
  reason: string
  /** It is there and could not be read: what an earlier backup stored under this name (or folder) stays. */
  keep: boolean
}

export type ScanItem = FoundEntry | OmittedEntry

/**
 * Walks a file or folder in the order of object names (their UTF-8 bytes), depth first, without following symlinks
 * (but `root` itself may be one). Holds the entries of the folders on the way down, no more.
 *
 * @param exclude absolute paths that are left out with all that is in them.
 * @throws the system's error where `root` itself cannot be read.
 */
export async function* scan(root: string, exclude: readonly string[] = []): AsyncGenerator<ScanItem> {
  const excluded = new Set(exclude)
  const start = await realpath(root)
  const facts = await stat(start, { bigint: true })
  if (!facts.isDirectory()) {
    yield await examine(start, basename(start), facts)
    return
  }
  const levels = [readFolder(start, '', await list(start), excluded)]
  while (levels.length > 0) {
    const { value: item, done } = await levels.at(-1)!.next()
    if (done) {
      levels.pop()
      continue
    }
    if (item.kind === 'omitted' || item.type !== 'dir') {
      yield item
      continue
    }
    try {
      const entries = await list(item.path)
      yield item
      levels.push(readFolder(item.path, item.name, entries, excluded))
    } catch (error) {
      yield unreadable(item.name, error)
    }
  }
}

async function* readFolder(
  folder: string,
  prefix: string,
  entries: Dirent<Buffer>[],
  excluded: ReadonlySet<string>,
): AsyncGenerator<ScanItem> {
  const sorted: { name: string; path: string; key: Buffer }[] = []
  for (const entry of entries) {
    const text = entry.name.toString()
    const path = join(folder, text)
    if (excluded.has(path)) continue
    const name = prefix + text + (entry.isDirectory() ? '/' : '')
    if (!isUtf8(entry.name)) yield omitted(name, 'its name is not UTF-8')
    else if (Buffer.byteLength(name) > maxName) yield omitted(name, `its name is longer than ${maxName} bytes`)
    // A folder sorts as its object name does: `a-b` before `a/` before `a0`.
    else sorted.push({ name, path, key: entry.isDirectory() ? Buffer.from(`${text}/`) : entry.name })
  }
  sorted.sort((a, b) => Buffer.compare(a.key, b.key))
  for (let at = 0; at < sorted.length; at += batch) {
    const items = await Promise.all(sorted.slice(at, at + batch).map(({ name, path }) => look(path, name)))
    for (const item of items) if (item) yield item
  }
}

async function look(path: string, name: string): Promise<ScanItem | undefined> {
  try {
    const facts = await lstat(path, { bigint: true })
    if (facts.isDirectory() !== name.endsWith('/'))
      return { ...omitted(name, 'it was replaced while being looked at'), keep: true }
    return await examine(path, name, facts)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined // gone since the folder was read
    return unreadable(name, error)
  }
}

async function examine(path: string, name: string, facts: BigIntStats): Promise<ScanItem> {
  const entry = { kind: 'found', name, path, size: 0, mtime: facts.mtimeNs, mode: Number(facts.mode) & 0o7777 } as const
  if (facts.isDirectory()) return { ...entry, type: 'dir' }
  if (facts.isFile()) return { ...entry, type: 'file', size: Number(facts.size) }
  if (facts.isSymbolicLink()) {
    const target = await readlink(path, { encoding: 'buffer' })
    return isUtf8(target)
      ? { ...entry, type: 'symlink', target: target.toString() }
      : omitted(name, 'the name it points to is not UTF-8')
  }
  return omitted(name, `it is a ${facts.isSocket() ? 'socket' : facts.isFIFO() ? 'pipe' : 'device'}`)
}

function list(folder: string): Promise<Dirent<Buffer>[]> {
  return readdir(folder, { withFileTypes: true, encoding: 'buffer' })
}

function omitted(name: string, reason: string): OmittedEntry {
  return { kind: 'omitted', name, reason, keep: false }
}

/** Says why something on disk cannot be read, in a person's words. */
export function unreadable(name: string, error: unknown): OmittedEntry {
  const { code, message } = error as NodeJS.ErrnoException
  const words: Record<string, string> = {
    EPERM: 'permission denied',
    ENOTDIR: 'it does not exist',
    ELOOP: 'it became a symlink while being looked at',
  }
  return { kind: 'omitted', name, reason: words[code ?? ''] ?? fileWords(error)?.what ?? message, keep: true }
}
