import { constants } from 'node:fs'
import { lstat, open, readlink } from 'node:fs/promises'
import { Extras } from './extras.ts'
import { hasCode, isFileError, isOfThePlace } from './file-errors.ts'
import { type Folder, openTarget, TargetRefusedError } from './folder.ts'
import { FolderChain } from './folder-chain.ts'
import { Places } from './places.ts'
import type { ExtraEvent, RestoreEntry } from './restore-files.ts'
import { sameContent } from './same-content.ts'

/** What comparing an entry with the target found. */
export type CompareEvent =
  | { kind: 'same'; name: string; size: number }
  /** It is not there. */
  | { kind: 'absent'; name: string }
  | { kind: 'differs'; name: string; reason: string }
  /** No restore would write it. */
  | { kind: 'refused'; name: string; reason: string }
  /** It is there and cannot be read. */
  | { kind: 'unread'; name: string; error: unknown }
  | Extract<ExtraEvent, { kind: 'extra' | 'extras' }>

/**
 * Compares what a restore would write with what is in the target, by the SHA-256 of every chunk, and writes nothing.
 * Contents, symlinks and kinds are compared; modes and times are not, because people change them.
 *
 * @param entries in the order of their names.
 * @throws the error that stopped the whole: no target, an abort, the service is gone.
 */
export async function compareFiles(
  entries: AsyncIterable<RestoreEntry>,
  options: {
    directory: string
    /** With which all names of the entries begin. */
    prefix?: string
    signal: AbortSignal
    onEvent: (event: CompareEvent) => void
  },
): Promise<void> {
  const { signal, onEvent, prefix = '' } = options
  using root = openTarget(options.directory)
  using chain = new FolderChain(root.retain())
  using extras = new Extras(root, prefix, ({ name }) => onEvent({ kind: 'extra', name }))
  const places = new Places()
  for await (const entry of entries) {
    signal.throwIfAborted()
    const { name } = entry
    extras.pass(name)
    const place = places.of(entry)
    if (!place.ok) {
      onEvent({ kind: 'refused', name, reason: place.reason })
      continue
    }
    try {
      if (entry.type === 'dir') chain.reach([...place.parents, place.last])
      const { folder } = chain.reach(place.parents)
      const reason = entry.type === 'dir' ? undefined : await difference(entry, folder, place.last, signal)
      onEvent(reason === undefined ? { kind: 'same', name, size: entry.size ?? 0 } : { kind: 'differs', name, reason })
    } catch (error) {
      if (error instanceof TargetRefusedError) onEvent({ kind: 'differs', name, reason: error.message })
      else if (hasCode(error, 'ENOENT')) onEvent({ kind: 'absent', name })
      else if (isFileError(error) && !isOfThePlace(error)) onEvent({ kind: 'unread', name, error })
      else throw error
    }
  }
  onEvent({ kind: 'extras', known: extras.end() })
}

/** What is not the same, in words. */
async function difference(
  entry: RestoreEntry,
  folder: Folder,
  last: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const path = folder.at(last)
  const facts = await lstat(path)
  if (entry.type === 'symlink') {
    if (!facts.isSymbolicLink()) return 'it is no symlink'
    return (await readlink(path)) === (await entry.target?.(signal)) ? undefined : 'it points elsewhere'
  }
  if (!facts.isFile()) return 'it is no file'
  const plan = await entry.plan?.(signal)
  if (!plan || facts.size !== plan.length) return `it has ${facts.size} bytes, not ${plan?.length}`
  await using file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  return (await sameContent(file, plan, signal)) ? undefined : 'it has another content'
}
