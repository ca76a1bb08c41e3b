import type { Obstacle, RestoreEntry, RestoreEvent } from '#lib/restore/files/restore-files.ts'
import { ExitError, exitCodes } from './exit.ts'
import { ExtrasTally } from './extras-tally.ts'
import { fileSentence } from './file-sentence.ts'
import { LooksTally } from './looks-tally.ts'
import { count, formatBytes, printable } from './text.ts'

type ByType = Record<RestoreEntry['type'], number>

/** Counts what became of every item of a restore, and says it in its last lines. */
export class RestoreTally {
  readonly #restored: ByType = { file: 0, dir: 0, symlink: 0 }
  readonly #unchanged: ByType = { file: 0, dir: 0, symlink: 0 }
  #bytes = 0
  readonly #others = { kept: 0, unread: 0, refused: 0, failed: 0, unremoved: 0 }
  readonly #extras = new ExtrasTally()
  readonly #looks = new LooksTally()
  /** Folders that were there and have another time. Whatever is made in a folder changes it, so nobody has to look. */
  #folderTimes = 0

  heed(event: RestoreEvent): void {
    if (event.kind === 'restored') {
      this.#restored[event.type]++
      this.#bytes += event.bytes
    }
    if (event.kind === 'unchanged') this.#unchanged[event.type]++
    else if (event.kind === 'extra' || event.kind === 'extras' || event.kind === 'removed') this.#extras.heed(event)
    else if (event.kind === 'missed') this.#looks.missed(event.what)
    else if (event.kind === 'differs' && event.type === 'dir' && event.what === 'time') this.#folderTimes++
    else if (event.kind === 'differs') this.#looks.left(event.what)
    else if (event.kind === 'kept' && event.because.is === 'unread') this.#others.unread++
    else if (event.kind !== 'bytes' && event.kind !== 'restored') this.#others[event.kind]++
  }

  /** Nothing came by that could have been restored. */
  get isEmpty(): boolean {
    const { kept, unread, refused, failed } = this.#others
    const items = [this.#restored, this.#unchanged].flatMap((one) => Object.values(one))
    return [...items, kept, unread, refused, failed].every((one) => one === 0)
  }

  /** Only files are hashed, those that were there as well; so only they are said to be verified. */
  lastLine(duration: string): string {
    const { file, ...restored } = this.#restored
    const { file: there, ...othersThere } = this.#unchanged
    const made = foldersAndLinks(restored)
    const found = foldersAndLinks(othersThere)
    const times = this.#folderTimes > 0 ? ` (${count(this.#folderTimes, 'folder')} with another time)` : ''
    // Where something could not be deleted --delete was there already.
    const remedy = this.#others.unremoved > 0 ? '' : ' (--delete deletes that)'
    const extras = this.#extras.removed ?? (this.#extras.found && `${this.#extras.found}${remedy}`)
    const parts = [
      `${count(file, 'file')} (${formatBytes(this.#bytes)}) restored and verified${made && `, ${made} made`} in ${duration}`,
      ...(there > 0 ? [`${count(there, 'file')} already there and verified`] : []),
      ...(found ? [`${found} already there${times}`] : []),
      ...(extras ? [extras] : []),
    ]
    return `${parts.join('; ')}.`
  }

  /** What the exit code is not 0 for; undefined where all was restored. */
  shortfall(): ExitError | undefined {
    const { kept, unread, refused, failed, unremoved } = this.#others
    const skipped = [
      ...(kept > 0 ? [`${count(kept, 'item')} not restored, since something else is there`] : []),
      ...(unread > 0 ? [`${count(unread, 'item')} not compared with what is there, which cannot be read`] : []),
      ...(refused > 0 ? [`${count(refused, 'item')} refused`] : []),
    ]
    const broken = [
      ...(failed > 0 ? [`${count(failed, 'item')} could not be restored`] : []),
      ...(unremoved > 0 ? [`${count(unremoved, 'item')} could not be deleted`] : []),
    ]
    const looks = this.#looks.sentence()
    if (skipped.length + broken.length === 0)
      return looks === undefined ? undefined : new ExitError(exitCodes.incomplete, looks)
    const named = `${[...broken, ...skipped].join('; ')}. Each is named above.`
    const message = looks ? `${named} ${looks}` : named
    return new ExitError(broken.length > 0 ? exitCodes.failed : exitCodes.incomplete, message)
  }
}

/** The line about one item; most have none. */
export function restoreSentence(event: RestoreEvent): string | undefined {
  if (event.kind === 'kept') return `Kept ${printable(event.name)}: ${whyKept(event.because)}.`
  if (event.kind === 'refused') return `Refused ${printable(event.name)}: ${printable(event.reason)}.`
  if (event.kind !== 'failed' && event.kind !== 'unremoved') return undefined
  const subject = `${event.kind === 'failed' ? 'Failed' : 'Not deleted'} ${printable(event.name)}`
  return fileSentence(event.error, subject) ?? `${subject}: ${ended(printable(messageOf(event.error)))}`
}

/** What keeps an item from being restored, and what would change that. */
export function whyKept(because: Obstacle): string {
  if (because.is === 'taken') return 'something else is already there (--overwrite replaces it)'
  if (because.is === 'full folder') return 'a folder with something in it is there (--overwrite=folders replaces it)'
  if (because.is === 'unread')
    return 'a file is there that cannot be read, so nobody knows whether it is the same (--overwrite replaces it)'
  return `in the target ${printable(JSON.stringify(because.at))} is a symlink or no folder (--overwrite replaces it)`
}

/** `2 folders and 1 symlink`; empty where there are none. */
export function foldersAndLinks({ dir, symlink }: Omit<ByType, 'file'>): string {
  return [...(dir > 0 ? [count(dir, 'folder')] : []), ...(symlink > 0 ? [count(symlink, 'symlink')] : [])].join(' and ')
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function ended(sentence: string): string {
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`
}
