import { isUtf8 } from 'node:buffer'
import type { BigIntStats, Dirent } from 'node:fs'
import { lstat, readlink, realpath, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { EntryFacts } from '#lib/browse/metadata.ts'
import { fileWords } from '#lib/failure/file-failure-words.ts'
import { factsOf } from './entry-facts.ts'
import { createExclusion, type ExcludedEntry, type ExcludeRules, type Exclusion } from './exclude.ts'
import type { Identity } from './seen.ts'
import type { SourceFile } from './source-file.ts'
import { FolderReplacedError, holdPath, SourceFolder } from './source-folder.ts'

/** The longest object name the storage service takes, in bytes of UTF-8. */
const maxName = 1024
/** Entries of a folder that are looked at together. */
const batch = 64

/** Something to back up. */
export interface FoundEntry extends Identity {
  kind: 'found'
  /** Object name: relative to the path that is backed up, `/` between parts; a folder's ends with `/`. */
  name: string
  /** Where it lies on disk, for messages: what is done with it goes through its folder. */
  path: string
  /** The folder it lies in; none of what a person named. */
  folder?: SourceFolder | undefined
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
  folder?: SourceFolder | undefined
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
    yield await examine({ name: basename(start), path: start }, facts)
    return
  }
  const folder = SourceFolder.root(start)
  try {
    const entries = await folder.list()
    yield* walk(folder, entries, createExclusion(rules, folder.device))
  } finally {
    folder.endWalk()
  }
}

/**
 * Walks what has come into a folder since it was listed, after something in it has vanished: that may only have another
 * name now. Where the folder itself is gone, the same is asked of the one above.
 *
 * @throws the system's error where the root cannot be read any more.
 */
export async function* rescan(folder: SourceFolder, rules: ExcludeRules = {}): AsyncGenerator<ScanItem> {
  const known = new Set(folder.listed.map(({ name }) => name.toString('latin1')))
  for (const name of folder.vanished) known.delete(Buffer.from(name).toString('latin1'))
  folder.vanished.clear()
  const entries = await folder.list().catch((error: unknown) => {
    if (!folder.parent) throw error
    return missing(folder, error)
  })
  if (Array.isArray(entries)) {
    const fresh = entries.filter(({ name }) => !known.has(name.toString('latin1')))
    yield* walk(folder, fresh, createExclusion(rules, folder.device))
  } else if (entries.kind === 'omitted') yield entries
  else {
    folder.parent!.vanished.add(basename(folder.path))
    yield* rescan(folder.parent!, rules)
  }
}

async function* walk(
  top: SourceFolder,
  entries: readonly Dirent<Buffer>[],
  exclusion: Exclusion,
): AsyncGenerator<ScanItem> {
  const levels = [readFolder(top, entries, exclusion)]
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
    const folder = item.folder!.below(basename(item.path))
    const entries = await folder.list().catch((error) => unlisted(item, error))
    if (!Array.isArray(entries)) {
      yield entries
      continue
    }
    yield item
    levels.push(readFolder(folder, entries, exclusion))
  }
}

async function* readFolder(
  folder: SourceFolder,
  entries: readonly Dirent<Buffer>[],
  exclusion: Exclusion,
): AsyncGenerator<ScanItem> {
  const sorted: { name: string; path: string; key: Buffer; excluded: ExcludedEntry | undefined }[] = []
  const isCache = await exclusion.isCache(folder)
  for (const entry of entries) {
    const text = entry.name.toString()
    const path = join(folder.path, text)
    const name = folder.name + text + (entry.isDirectory() ? '/' : '')
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
      sorted.slice(at, at + batch).map(({ name, path, excluded }) => excluded ?? look({ name, path, folder })),
    )
  }
}

/** Where something lies, and what its object is called. */
type Place = Pick<FoundEntry, 'name' | 'path' | 'folder'>

async function look(place: Place): Promise<ScanItem> {
  try {
    using held = holdPath(place)
    const facts = await lstat(held.path, { bigint: true })
    if (facts.isDirectory() !== place.name.endsWith('/'))
      return { ...omitted(place.name, 'it was replaced while being looked at'), keep: true }
    return await examine(place, facts)
  } catch (error) {
    return missing(place, error)
  }
}

async function examine(place: Place, facts: BigIntStats): Promise<ScanItem> {
  const { name } = place
  const entry = {
    kind: 'found',
    ...place,
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
    using held = holdPath(place)
    const target = await readlink(held.path, { encoding: 'buffer' })
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
async function unlisted(entry: FoundEntry, error: unknown): Promise<OmittedEntry | VanishedEntry> {
  const item = await look(entry)
  return item.kind === 'vanished' ? item : unreadable(entry.name, error)
}

/** What was there when its folder was read, and could not be looked at or read since. */
export function missing({ name, folder }: Omit<Place, 'path'>, error: unknown): OmittedEntry | VanishedEntry {
  const { code } = error as NodeJS.ErrnoException
  return code === 'ENOENT' || code === 'ENOTDIR' ? { kind: 'vanished', name, folder } : unreadable(name, error)
}

function omitted(name: string, reason: string): OmittedEntry {
  return { kind: 'omitted', name, reason, keep: false }
}

const replaced = 'it or its folder was replaced while being read'

/** Says why something on disk cannot be read, in a person's words. */
export function unreadable(name: string, error: unknown): OmittedEntry {
  if (error instanceof FolderReplacedError) return { kind: 'omitted', name, reason: replaced, keep: true }
  const { code, message } = error as NodeJS.ErrnoException
  const words: Record<string, string> = {
    EPERM: 'permission denied',
    ENOTDIR: 'it does not exist',
    ELOOP: 'it became a symlink while being looked at',
  }
  return { kind: 'omitted', name, reason: words[code ?? ''] ?? fileWords(error)?.what ?? message, keep: true }
}
