/**
 * Writes objects back as files, folders and symlinks under a target folder, and nowhere else.
 *
 * 1. A name is taken apart; what would leave the target or cannot be a file name is refused.
 * 2. Parents are opened one by one from the target down, never through a symlink, and made where missing (0700).
 * 3. Files are written in parallel, each under a temporary name in its own folder, and get their name when they are
 *    whole, with mode and time. Something that is already there stays, unless told to overwrite.
 * 4. Symlinks are made when all files are there, so nothing is ever written through one.
 * 5. Folders get their modes and times last, the deepest first.
 *
 * An interrupted run leaves no half file under a final name, at worst a `.thaw-….part` beside it. Run again it goes on:
 * a file that is there is read and hashed, and only fetched where it is another (and may be replaced); folders the first
 * run has made are known from the journal it left in the target. Not guaranteed: owners and extended attributes (not
 * restored), and that the data is on the platter when the run ends (nothing is synced one by one: run it again after a
 * power cut).
 */
import { constants } from 'node:fs'
import { open, readlink } from 'node:fs/promises'
import { createByteBudget } from '../budget.ts'
import { isRetryable } from '../errors.ts'
import type { ObjectPlan } from '../plan.ts'
import { type EntryName, entryName } from './entry-name.ts'
import { type Folder, openTarget, TargetRefusedError } from './folder.ts'
import { FolderChain } from './folder-chain.ts'
import { journalName, MadeFolders } from './made-folders.ts'
import { sameContent } from './same-content.ts'
import { setLinkTimes, setTimes } from './times.ts'
import { AlreadyThereError, type Looks, writeFile, writeSymlink } from './write-entry.ts'

/** One object to restore. Everything but its name and content is a hint of whoever wrote it. */
export interface RestoreEntry extends Looks {
  name: string
  type: 'file' | 'dir' | 'symlink'
  /** Bytes of content as far as known. */
  size?: number | undefined
  /** The verified content; holds at most `budgetBytes`. */
  read(signal: AbortSignal, budgetBytes: number): AsyncIterable<Uint8Array>
  /** What the content is made of, for comparing it with a file that is there; without it no file is the same. */
  plan?(signal: AbortSignal): Promise<ObjectPlan>
  /** Where a symlink points. */
  target?(signal: AbortSignal): Promise<string>
}

export interface RestoreOptions {
  directory: string
  overwrite?: boolean
  /** Keep setuid and setgid bits. */
  setuid?: boolean
  signal: AbortSignal
  onEvent?: (event: RestoreEvent) => void
}

export type RestoreEvent =
  | { kind: 'bytes'; count: number }
  | { kind: 'restored'; name: string; type: RestoreEntry['type'] }
  /** Already there with this very content, proven by reading it. */
  | { kind: 'unchanged'; name: string; type: RestoreEntry['type'] }
  /** Something else is already there, left as it is. */
  | { kind: 'kept'; name: string }
  /** The name cannot be a file in the target. */
  | { kind: 'refused'; name: string; reason: string }
  | { kind: 'failed'; name: string; error: unknown }

type Place = Extract<EntryName, { ok: true }>

/** Files written at once, and so files open at once. */
const maxRunning = 32
const memoryBytes = 64 * 1024 * 1024
const readAheadBytes = 32 * 1024 * 1024

/**
 * Restores every entry; what cannot be restored is told by an event and the rest goes on.
 *
 * @param entries in the order of their names.
 * @throws the error that stopped the whole: the target cannot be used, its disk is full, the service is gone, an abort.
 */
export async function restoreFiles(entries: AsyncIterable<RestoreEntry>, options: RestoreOptions): Promise<void> {
  const { onEvent, overwrite = false } = options
  const failure = new AbortController()
  const signal = AbortSignal.any([options.signal, failure.signal])
  const memory = createByteBudget(memoryBytes)
  const running = new Set<Promise<void>>()
  const links: { entry: RestoreEntry; place: Place }[] = []
  const folders: { name: string; parts: string[]; looks: Looks }[] = []
  const looks = ({ mode, mtime }: Looks): Looks => ({
    mode: mode === undefined || options.setuid ? mode : mode & 0o1777,
    mtime,
  })

  /** Tells of what became of an entry; an error that would meet every other entry as well ends the run. */
  async function attempt(entry: RestoreEntry, work: () => Promise<'restored' | 'unchanged'>): Promise<void> {
    try {
      const kind = await work()
      onEvent?.({ kind, name: entry.name, type: entry.type })
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof AlreadyThereError) onEvent?.({ kind: 'kept', name: entry.name })
      else if (isRetryable(error) || isFatal(error)) throw error
      else onEvent?.({ kind: 'failed', name: entry.name, error })
    }
  }

  /**
   * Whether the file is there with this content. Then nothing is fetched; what else is there stops it unless it may be
   * replaced.
   */
  async function isThere(entry: RestoreEntry, place: Place, folder: Folder): Promise<boolean> {
    const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants // not a symlink's target, and no wait for a pipe's writer
    let file: Awaited<ReturnType<typeof open>>
    try {
      file = await open(folder.at(place.last), O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    } catch (error) {
      if (overwrite || (error as NodeJS.ErrnoException).code === 'ENOENT') return false
      throw new AlreadyThereError('It is already there')
    }
    try {
      if (entry.plan && (await sameContent(file, await entry.plan(signal), signal))) {
        const { mode, mtime } = looks(entry)
        if (overwrite && mode !== undefined) await file.chmod(mode)
        if (overwrite && mtime !== undefined) setTimes(file.fd, mtime)
        return true
      }
    } finally {
      await file.close()
    }
    if (overwrite) return false
    throw new AlreadyThereError('It is already there')
  }

  async function restoreFile(entry: RestoreEntry, place: Place, folder: Folder): Promise<'restored' | 'unchanged'> {
    if (await isThere(entry, place, folder)) return 'unchanged'
    using _ = await memory.take(Math.min(entry.size ?? readAheadBytes, readAheadBytes), signal)
    const content = counted(entry.read(signal, readAheadBytes), onEvent)
    await writeFile(folder, place.last, content, { ...looks(entry), overwrite })
    return 'restored'
  }

  function beside(folder: Folder, work: () => Promise<void>): void {
    folder.retain()
    const task = work()
      .catch((error) => failure.abort(error))
      .finally(async () => {
        await folder.release()
        running.delete(task)
      })
    running.add(task)
  }

  const root = await openTarget(options.directory)
  await using chain = new FolderChain(root)
  await using madeFolders = await MadeFolders.open(root)
  try {
    for await (const entry of entries) {
      signal.throwIfAborted()
      const place = entryName(entry.name)
      if (!place.ok) {
        onEvent?.({ kind: 'refused', name: entry.name, reason: place.reason })
      } else if (entry.name === journalName) {
        onEvent?.({ kind: 'refused', name: entry.name, reason: 'a restore keeps its own notes under this name' })
      } else if (entry.type === 'dir') {
        await attempt(entry, async () => {
          const parts = [...place.parents, place.last]
          const { made } = await chain.reach(parts)
          if (made) await madeFolders.add(entry.name)
          if (overwrite || madeFolders.has(entry.name)) folders.push({ name: entry.name, parts, looks: looks(entry) })
          return made ? 'restored' : 'unchanged'
        })
      } else if (place.isFolder) {
        onEvent?.({ kind: 'refused', name: entry.name, reason: 'it ends with a slash and is no folder' })
      } else if (entry.type === 'symlink') {
        links.push({ entry, place })
      } else {
        while (running.size >= maxRunning) await Promise.race(running)
        const folder = await chain.reach(place.parents).catch((error) => error)
        // A parent that cannot be entered fails this entry, not the run.
        if (folder instanceof Error) await attempt(entry, () => Promise.reject(folder))
        else beside(folder.folder, () => attempt(entry, () => restoreFile(entry, place, folder.folder)))
      }
    }
  } catch (error) {
    failure.abort(error)
  }
  await Promise.all(running)
  signal.throwIfAborted()

  for (const { entry, place } of links) {
    await attempt(entry, async () => {
      const { folder } = await chain.reach(place.parents)
      const target = (await entry.target?.(signal)) ?? ''
      if ((await readlink(folder.at(place.last)).catch(() => undefined)) === target) {
        if (overwrite && entry.mtime !== undefined) setLinkTimes(folder.at(place.last), entry.mtime)
        return 'unchanged'
      }
      await writeSymlink(folder, place.last, target, { mtime: entry.mtime, overwrite })
      return 'restored'
    })
  }
  for (const { name, parts, looks } of folders.toReversed()) {
    try {
      const { folder } = await chain.reach(parts)
      if (looks.mode !== undefined) await folder.chmod(looks.mode)
      if (looks.mtime !== undefined) setTimes(folder.fd, looks.mtime)
    } catch (error) {
      onEvent?.({ kind: 'failed', name, error })
    }
  }
  await madeFolders.forget()
}

async function* counted(
  content: AsyncIterable<Uint8Array>,
  onEvent: RestoreOptions['onEvent'],
): AsyncGenerator<Uint8Array> {
  for await (const piece of content) {
    yield piece
    onEvent?.({ kind: 'bytes', count: piece.length })
  }
}

function isFatal(error: unknown): boolean {
  if (error instanceof TargetRefusedError) return false
  return ['ENOSPC', 'EDQUOT', 'EROFS', 'EIO', 'EMFILE'].includes((error as NodeJS.ErrnoException).code ?? '')
}
