import { isUtf8 } from 'node:buffer'
import type { BigIntStats, Dirent } from 'node:fs'
import { lstat, readdir, readlink, realpath, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileWords } from '#lib/file-failure-words.ts'
import { factsOf } from './entry-facts.ts'
import { createExclusion, type ExcludedEntry, type ExcludeRules, type Exclusion } from './exclude.ts'
import type { EntryFacts } from './metadata.ts'
import type { Identity } from './seen.ts'
import type { SourceFile } from './source-file.ts'

/** The longest object name the storage service takes, in bytes of UTF-8. */
const maxName = 1024
/** Entries of a folder that are looked at together. */
const batch = 64

/** Something to back up. */
export interface FoundEntry extends Identity {
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
  /** Number of the file system. */
  device: bigint
  /** Where a symlink points. */
  target?: string
  /** Its owner and more. */
  facts?: EntryFacts
  /** What is read instead of the path: a stream that is open already. */
  content?: SourceFile
}

/** Something that cannot be backed up. */
export interface OmittedEntry {
  kind: 'omitted'
  name: string
  reason: string
  /** It is there and could not be read: what an earlier backup stored under this name (or folder) stays. */
  keep: boolean
}

/** Something that was in its folder and then was not. */
export interface VanishedEntry {
  kind: 'vanished'
  name: string
}

export type ScanItem = FoundEntry | OmittedEntry | VanishedEntry | ExcludedEntry

/**
 * Walks a file or folder in the order of object names (their UTF-8 bytes), depth first, without following symlinks
 * (but `root` itself may be one). Holds the entries of the folders on the way down, no more.
 *
 * @throws the system's error where `root` itself cannot be read.
 */
export async function* scan(root: string, rules: ExcludeRules = {}): AsyncGenerator<ScanItem> {
  const start = await realpath(root)
  const facts = await stat(start, { bigint: true })
  if (!facts.isDirectory()) {
    yield await examine(start, basename(start), facts)
    return
  }
  const exclusion = createExclusion(rules, facts.dev)
  const levels = [readFolder(start, '', await list(start), exclusion)]
  while (levels.length > 0) {
    const { value: item, done } = await levels.at(-1)!.next()
    if (done) {
      levels.pop()
      continue
    }
    if (item.kind !== 'found' || item.type !== 'dir') {
      yield item
      continue
    }
    const left = exclusion.contents(item)
    if (left) {
      yield item
      yield left
      continue
    }
    const entries = await list(item.path).catch((error) => unlisted(item, error))
    if (!Array.isArray(entries)) {
      yield entries
      continue
    }
    yield item
    levels.push(readFolder(item.path, item.name, entries, exclusion))
  }
}

async function* readFolder(
  folder: string,
  prefix: string,
  entries: Dirent<Buffer>[],
  exclusion: Exclusion,
): AsyncGenerator<ScanItem> {
  const sorted: { name: string; path: string; key: Buffer; excluded: ExcludedEntry | undefined }[] = []
  const isCache = await exclusion.isCache(folder, entries)
  for (const entry of entries) {
    const text = entry.name.toString()
    const path = join(folder, text)
    const name = prefix + text + (entry.isDirectory() ? '/' : '')
    const excluded = exclusion.entry(path, name, isCache)
    const unnameable = !isUtf8(entry.name)
      ? 'its name is not UTF-8'
      : Buffer.byteLength(name) > maxName && `its name is longer than ${maxName} bytes`
    if (unnameable) yield excluded ? { ...excluded, unnameable: true } : omitted(name, unnameable)
    // A folder sorts as its object name does: `a-b` before `a/` before `a0`.
    else sorted.push({ name, path, key: entry.isDirectory() ? Buffer.from(`${text}/`) : entry.name, excluded })
  }
  sorted.sort((a, b) => Buffer.compare(a.key, b.key))
  for (let at = 0; at < sorted.length; at += batch) {
    yield* await Promise.all(
      sorted.slice(at, at + batch).map(({ name, path, excluded }) => excluded ?? look(path, name)),
    )
  }
}

async function look(path: string, name: string): Promise<ScanItem> {
  try {
    const facts = await lstat(path, { bigint: true })
    if (facts.isDirectory() !== name.endsWith('/'))
      return { ...omitted(name, 'it was replaced while being looked at'), keep: true }
    return await examine(path, name, facts)
  } catch (error) {
    return missing(name, error)
  }
}

async function examine(path: string, name: string, facts: BigIntStats): Promise<ScanItem> {
  const entry = {
    kind: 'found',
    name,
    path,
    size: 0,
    mtime: facts.mtimeNs,
    ctime: facts.ctimeNs,
    inode: facts.ino,
    device: facts.dev,
    mode: Number(facts.mode) & 0o7777,
    facts: factsOf(facts),
  } as const
  if (facts.isDirectory()) return { ...entry, type: 'dir' }
  if (facts.isFile()) return { ...entry, type: 'file', size: Number(facts.size) }
  if (facts.isSymbolicLink()) {
    const target = await readlink(path, { encoding: 'buffer' })
    return isUtf8(target)
      ? { ...entry, type: 'symlink', target: target.toString() }
      : { ...omitted(name, 'the name it points to is not UTF-8'), keep: true }
  }
  return omitted(name, `it is a ${kindOf(facts)}`)
}

/** What is no file, folder or symlink, in a word. */
export function kindOf(facts: Pick<BigIntStats, 'isSocket' | 'isFIFO'>): string {
  return facts.isSocket() ? 'socket' : facts.isFIFO() ? 'pipe' : 'device'
}

/** Some file systems look at each entry for a listing: what is not there may be one of them, and the folder still is. */
async function unlisted({ path, name }: FoundEntry, error: unknown): Promise<OmittedEntry | VanishedEntry> {
  const itself = await lstat(path).catch((error) => error)
  return itself instanceof Error ? missing(name, itself) : unreadable(name, error)
}

function list(folder: string): Promise<Dirent<Buffer>[]> {
  return readdir(folder, { withFileTypes: true, encoding: 'buffer' })
}

/** What was there when its folder was read, and could not be looked at or read since. */
export function missing(name: string, error: unknown): OmittedEntry | VanishedEntry {
  const { code } = error as NodeJS.ErrnoException
  return code === 'ENOENT' || code === 'ENOTDIR' ? { kind: 'vanished', name } : unreadable(name, error)
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
