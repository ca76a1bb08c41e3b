/**
 * Writes objects back as files, folders and symlinks under a target folder, and nowhere else.
 *
 * 1. A name is taken apart; what would leave the target or cannot be a file name is refused.
 * 2. Parents are opened one by one from the target down, never through a symlink, and made where missing (0700). One
 *    of this user's that keeps even its owner out is widened.
 * 3. Files are written in parallel, each under a temporary name in its own folder, and get their name when they are
 *    whole, with all their looks; further names of one file are linked to it. Something that is already there stays, unless told to overwrite. Of a file and a folder
 *    of one name in the backup the file is restored.
 * 4. Symlinks are made when all files are there, so nothing is ever written through one.
 * 5. What the backup does not have is removed, where asked.
 * 6. Folders get their looks last, the deepest first; of the target only one that a restore has made.
 *
 * An interrupted run leaves no half file under a final name, at worst a `.thaw-….part` beside it. Run again it goes on:
 * a file that is there is read and hashed, and only fetched where it is another (and may be replaced); folders the first
 * run has made are known from the journal it left in the target. Not guaranteed: that the data is on the platter when
 * the run ends (nothing is synced one by one: run it again after a power cut).
 */
import { readlinkSync } from 'node:fs'
import { tryLock } from '#lib/posix/lock.ts'
import { createByteBudget } from '../read/budget.ts'
import { isRetryable } from '../read/errors.ts'
import type { ObjectPlan } from '../read/plan.ts'
import { createTasks } from '../read/tasks.ts'
import type { EntryName } from './entry-name.ts'
import { Extras, type ExtrasKnown } from './extras.ts'
import { hasCode, isOfThePlace } from './file-errors.ts'
import { fileIsThere } from './file-there.ts'
import { finishFolders, putBack } from './finish-folders.ts'
import { type Folder, makeTarget, TargetBusyError, TargetRefusedError } from './folder.ts'
import { FolderChain } from './folder-chain.ts'
import { HardLinks, type Outcome } from './hard-links.ts'
import { Journal } from './journal.ts'
import { differences, type Look, type Looks, linkDifferences, type Missed } from './looks.ts'
import { type Facts, looksOf } from './looks-of.ts'
import { filesAtOnce } from './open-files.ts'
import { Places } from './places.ts'
import { areNamesExact, removeExtras, requireExactNames } from './remove-extras.ts'
import { AlreadyThereError, type Overwrite } from './take-name.ts'
import { widenTarget } from './widen.ts'
import { writeFile, writeSmallFile, writeSymlink } from './write-entry.ts'

/** One object to restore. Everything but its name and content is a hint of whoever wrote it. */
export interface RestoreEntry extends Pick<Looks, 'mode' | 'mtime'> {
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
  /** What was kept of it beside mode and time. */
  facts?(signal: AbortSignal): Promise<Facts>
  /** Where a symlink points. */
  target?(signal: AbortSignal): Promise<string>
}

export interface RestoreOptions {
  directory: string
  /** How the target looks in the end where a restore makes it; without, it stays its owner's alone. */
  itself?: Pick<RestoreEntry, 'mode' | 'mtime' | 'facts'> | undefined
  overwrite?: Overwrite
  /** Keep setuid and setgid bits, and file capabilities. */
  setuid?: boolean
  /** Owners by their numbers, not by their names. */
  numericOwner?: boolean
  /** Tells what is in the folders it restores and not in the backup; nothing is told where the listing has no order. */
  extras?: {
    /** With which all names of the entries begin, but those of folders on the way to it. */
    prefix: string
    /** Removes it, once all is restored. @returns the names once more, in their order. */
    removeBy?: (() => AsyncIterable<string>) | undefined
  }
  signal: AbortSignal
  onEvent?: (event: RestoreEvent) => void
}

/** The target was there and keeps its looks, was made and got those of the backup, or was made and is its owner's alone. */
export type TargetIs = 'found' | 'as backed up' | 'private'

export type RestoreEvent =
  | { kind: 'bytes'; count: number }
  /** `bytes` of content were written, all of them verified. */
  | { kind: 'restored'; name: string; type: RestoreEntry['type']; bytes: number }
  /** Already there with this very content, proven by reading it. */
  | { kind: 'unchanged'; name: string; type: RestoreEntry['type'] }
  /** What is unchanged looks otherwise and, without `overwrite`, stays so. */
  | { kind: 'differs'; name: string; type: RestoreEntry['type']; what: Look }
  /** Something else is already there, or stands where a folder has to be (`parent`), and is left as it is. */
  | { kind: 'kept'; name: string; because: Obstacle }
  /** The name cannot be a file in the target. */
  | { kind: 'refused'; name: string; reason: string }
  | { kind: 'failed'; name: string; error: unknown }
  /** It is restored, but not with all it had. */
  | { kind: 'missed'; name: string; what: Missed }
  | ExtraEvent

/** What keeps an entry from being restored; a parent is in the way `at` this name, without its own folders. */
export type Obstacle = { is: 'taken' } | { is: 'full folder' } | { is: 'unread' } | { is: 'parent'; at: string }

/** Something the backup does not have, and what becomes of it; a folder stands for all that is in it. */
export type ExtraEvent =
  | { kind: 'extra'; name: string }
  /** No more are found. */
  | { kind: 'extras'; known: ExtrasKnown }
  | { kind: 'removed'; name: string }
  | { kind: 'unremoved'; name: string; error: unknown }

type Place = Extract<EntryName, { ok: true }>

/** Files under way at once where enough may be open; a large one counts as several. */
const maxRunning = 256
const weightOfLarge = 8
const memoryBytes = 64 * 1024 * 1024
const readAheadBytes = 32 * 1024 * 1024

/**
 * Restores every entry; what cannot be restored is told by an event and the rest goes on.
 *
 * @param entries in the order of their names.
 * @throws the error that stopped the whole: another restore writes there, the target cannot be used, its disk is full, the service is gone, an abort.
 */
export async function restoreFiles(entries: AsyncIterable<RestoreEntry>, options: RestoreOptions): Promise<TargetIs> {
  const { onEvent, overwrite = false } = options
  const failure = new AbortController()
  const signal = AbortSignal.any([options.signal, failure.signal])
  const memory = createByteBudget(memoryBytes)
  const running = createTasks(filesAtOnce(maxRunning), (error) => failure.abort(error))
  const links: { entry: RestoreEntry; place: Place }[] = []
  const folders: { name: string; parts: string[]; looks: Looks }[] = []
  const missed = (name: string, what: Missed) => onEvent?.({ kind: 'missed', name, what })
  const differs = ({ name, type }: RestoreEntry, different: ReadonlySet<Look>) => {
    for (const what of different) onEvent?.({ kind: 'differs', name, type, what })
  }
  const looks = async (entry: Pick<RestoreEntry, 'name' | 'mode' | 'mtime' | 'facts'>, facts?: Facts): Promise<Looks> =>
    looksOf(entry, facts ?? (await entry.facts?.(signal)) ?? {}, options, (what) => missed(entry.name, what))

  /** Tells of what became of an entry; an error that would meet every other entry as well ends the run. */
  async function attempt({ name, type }: RestoreEntry, work: () => Promise<Outcome>) {
    try {
      const done = await work()
      onEvent?.(done === 'unchanged' ? { kind: done, name, type } : { kind: 'restored', name, type, ...done })
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof AlreadyThereError) onEvent?.({ kind: 'kept', name, because: { is: error.is } })
      else if (error instanceof TargetRefusedError)
        onEvent?.({ kind: 'kept', name, because: { is: 'parent', at: error.at } })
      else if (isRetryable(error) || isOfThePlace(error) || isOfTheTarget(error, root)) throw error
      else onEvent?.({ kind: 'failed', name, error })
    }
  }

  /** @param fresh nothing was in the folder before this run. */
  async function restoreFile(
    entry: RestoreEntry,
    name: string,
    { folder, fresh, facts }: { folder: Folder; fresh: boolean; facts: Facts },
  ): Promise<Outcome> {
    const manner = { ...(await looks(entry, facts)), overwrite }
    const { plan } = entry
    const there = fresh
      ? undefined
      : await fileIsThere(folder, name, plan && (() => plan(signal)), { ...manner, signal })
    if (there) {
      differs(entry, there)
      return 'unchanged'
    }
    using _ = await memory.take(Math.min(entry.size ?? readAheadBytes, readAheadBytes), signal)
    if (entry.readSmall) {
      const content = await entry.readSmall(signal)
      signal.throwIfAborted()
      writeSmallFile(folder, name, content, manner)
      onEvent?.({ kind: 'bytes', count: content.length })
      return { bytes: content.length }
    }
    let bytes = 0
    const content = counted(entry.read(signal, readAheadBytes), (count) => {
      bytes += count
      onEvent?.({ kind: 'bytes', count })
    })
    await writeFile(folder, name, content, manner)
    return { bytes }
  }

  async function restoreOrLink(entry: RestoreEntry, place: Place, at: { folder: Folder; fresh: boolean }) {
    const facts = (await entry.facts?.(signal)) ?? {}
    return hardLinks.restore(
      { group: facts.link, place, folder: at.folder },
      () => restoreFile(entry, place.last, { ...at, facts }),
      () => missed(entry.name, 'hard link'),
    )
  }

  async function startFile(entry: RestoreEntry, place: Place): Promise<void> {
    let at: ReturnType<typeof chain.reach>
    try {
      at = chain.reach(place.parents)
    } catch (error) {
      return attempt(entry, () => Promise.reject(error)) // a parent that cannot be entered fails this entry, not the run
    }
    at.folder.retain()
    await running.start(entry.readSmall ? 1 : weightOfLarge, () =>
      attempt(entry, () => restoreOrLink(entry, place, at)).finally(() => at.folder.release()),
    )
  }

  const target = makeTarget(options.directory)
  using root = target.folder
  if (!tryLock(root.fd)) throw new TargetBusyError()
  const hardLinks = new HardLinks(root, overwrite)
  const { prefix = '', removeBy } = options.extras ?? {}
  using journal = widenTarget(root, () => new Journal(root))
  if (target.made) journal.making('')
  using chain = new FolderChain(root.retain(), { journal, overwrite })
  // Where nothing can be written no name is taken either.
  const places = new Places(() => !root.isWritable() || areNamesExact(root))
  let hasExtras = false
  using extras =
    options.extras &&
    new Extras(root, prefix, ({ name }) => {
      hasExtras = true
      onEvent?.({ kind: 'extra', name })
    })
  using _ = { [Symbol.dispose]: () => putBack(chain, journal) }
  if (removeBy) requireExactNames(root)
  try {
    for await (const entry of entries) {
      signal.throwIfAborted()
      extras?.pass(entry.name)
      const place = places.of(entry)
      if (!place.ok) {
        onEvent?.({ kind: 'refused', name: entry.name, reason: place.reason })
      } else if (entry.type === 'dir') {
        await attempt(entry, async () => {
          const parts = [...place.parents, place.last]
          const path = parts.join('/')
          const { folder, made } = chain.reach(parts)
          const wanted = await looks(entry)
          const isOurs = overwrite !== false || journal.hasMade(path)
          const different = isOurs ? none : differences(folder.fd, wanted, journal.widened.get(path))
          differs(entry, different)
          // What is restored into it changes its time.
          if (different.size === 0) folders.push({ name: entry.name, parts, looks: wanted })
          return made ? { bytes: 0 } : 'unchanged'
        })
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
      const wanted = await looks(entry)
      if (linkAt(path) === target) {
        const different = linkDifferences(path, wanted)
        if (!overwrite) differs(entry, different)
        if (!overwrite || different.size === 0) return 'unchanged'
      }
      writeSymlink(folder, place.last, target, { ...wanted, overwrite })
      return { bytes: 0 }
    })
  }
  if (extras) onEvent?.({ kind: 'extras', known: extras.end() })
  if (hasExtras && removeBy) await removeExtras(removeBy(), { root, chain, prefix, signal, onEvent })
  const targetIs = !journal.hasMade('') ? 'found' : options.itself ? 'as backed up' : 'private'
  if (options.itself && targetIs === 'as backed up')
    folders.push({ name: '', parts: [], looks: await looks({ ...options.itself, name: './' }) })
  finishFolders(chain, journal, folders, onEvent)
  return targetIs
}

const none: ReadonlySet<Look> = new Set()

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
  onBytes: (count: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const piece of content) {
    yield piece
    onBytes(piece.length)
  }
}

/** Whether nothing at all may be written to the target: every other entry would fail of it as well. */
function isOfTheTarget(error: unknown, root: Folder): boolean {
  return hasCode(error, 'EACCES', 'EPERM') && !root.isWritable()
}
