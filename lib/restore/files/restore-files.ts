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
import { readlinkSync } from 'node:fs'
import { createByteBudget } from '../budget.ts'
import { isRetryable } from '../errors.ts'
import type { ObjectPlan } from '../plan.ts'
import { createTasks } from '../tasks.ts'
import { type EntryName, entryName } from './entry-name.ts'
import { fileIsThere } from './file-there.ts'
import { type Folder, openTarget, TargetRefusedError } from './folder.ts'
import { FolderChain } from './folder-chain.ts'
import { journalName, MadeFolders } from './made-folders.ts'
import { AlreadyThereError } from './take-name.ts'
import { setLinkTimes, setTimes } from './times.ts'
import { type Looks, writeFile, writeSmallFile, writeSymlink } from './write-entry.ts'

/** One object to restore. Everything but its name and content is a hint of whoever wrote it. */
export interface RestoreEntry extends Looks {
  name: string
  type: 'file' | 'dir' | 'symlink'
  /** Bytes of content as far as known. */
  size?: number | undefined
  /** The verified content; holds at most `budgetBytes`. */
  read(signal: AbortSignal, budgetBytes: number): AsyncIterable<Uint8Array>
  /** The same in one piece, where it is a small one. */
  readSmall?: ((signal: AbortSignal) => Promise<Uint8Array>) | undefined
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

/** Files under way at once, and so files or folders open at once; a large one counts as several. */
const maxRunning = 256
const weightOfLarge = 8
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
  const running = createTasks(maxRunning, (error) => failure.abort(error))
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

  /** @param fresh nothing was in the folder before this run. */
  async function restoreFile(entry: RestoreEntry, name: string, { folder, fresh }: { folder: Folder; fresh: boolean }) {
    const manner = { ...looks(entry), overwrite }
    const { plan } = entry
    if (!fresh && (await fileIsThere(folder, name, plan && (() => plan(signal)), { ...manner, signal })))
      return 'unchanged'
    using _ = await memory.take(Math.min(entry.size ?? readAheadBytes, readAheadBytes), signal)
    if (entry.readSmall) {
      const content = await entry.readSmall(signal)
      signal.throwIfAborted()
      writeSmallFile(folder, name, content, manner)
      onEvent?.({ kind: 'bytes', count: content.length })
    } else {
      await writeFile(folder, name, counted(entry.read(signal, readAheadBytes), onEvent), manner)
    }
    return 'restored'
  }

  async function startFile(entry: RestoreEntry, { parents, last }: Place): Promise<void> {
    let at: ReturnType<typeof chain.reach>
    try {
      at = chain.reach(parents)
    } catch (error) {
      return attempt(entry, () => Promise.reject(error)) // a parent that cannot be entered fails this entry, not the run
    }
    at.folder.retain()
    await running.start(entry.readSmall ? 1 : weightOfLarge, () =>
      attempt(entry, () => restoreFile(entry, last, at)).finally(() => at.folder.release()),
    )
  }

  const root = openTarget(options.directory)
  using chain = new FolderChain(root)
  using madeFolders = new MadeFolders(root)
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
          const { made } = chain.reach(parts)
          if (made) madeFolders.add(entry.name)
          if (overwrite || madeFolders.has(entry.name)) folders.push({ name: entry.name, parts, looks: looks(entry) })
          return made ? 'restored' : 'unchanged'
        })
      } else if (place.isFolder) {
        onEvent?.({ kind: 'refused', name: entry.name, reason: 'it ends with a slash and is no folder' })
      } else if (entry.type === 'symlink') {
        links.push({ entry, place })
      } else {
        await startFile(entry, place)
      }
    }
  } catch (error) {
    failure.abort(error)
  }
  await running.idle()
  signal.throwIfAborted()

  for (const { entry, place } of links) {
    await attempt(entry, async () => {
      const target = (await entry.target?.(signal)) ?? ''
      const { folder } = chain.reach(place.parents)
      const path = folder.at(place.last)
      if (linkAt(path) === target) {
        if (overwrite && entry.mtime !== undefined) setLinkTimes(path, entry.mtime)
        return 'unchanged'
      }
      writeSymlink(folder, place.last, target, { mtime: entry.mtime, overwrite })
      return 'restored'
    })
  }
  for (const { name, parts, looks } of folders.toReversed()) {
    try {
      const { folder } = chain.reach(parts)
      if (looks.mode !== undefined) folder.chmod(looks.mode)
      if (looks.mtime !== undefined) setTimes(folder.fd, looks.mtime)
    } catch (error) {
      onEvent?.({ kind: 'failed', name, error })
    }
  }
  madeFolders.forget()
}

/** Where a symlink points; undefined where there is none. */
function linkAt(path: string): string | undefined {
  try {
    return readlinkSync(path)
  } catch {
    return undefined
  }
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
