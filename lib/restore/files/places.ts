import { Clashes } from './clashes.ts'
import { type EntryName, entryName } from './entry-name.ts'
import { journalName } from './journal.ts'

/** Where the entries of a restore belong, or why nothing is written for one. They go by in the order of their names. */
export class Places {
  readonly #clashes = new Clashes()
  readonly #areExact: () => boolean
  /** Names that have gone by, by what the file system takes for the same; undefined where it keeps all apart. */
  #alike: Map<string, string> | undefined
  #isFirst = true

  /**
   * @param areExact whether the file system keeps names apart that differ in case, or in how letters are composed; asked
   * once, before the first name.
   */
  constructor(areExact = () => true) {
    this.#areExact = areExact
  }

  of({ name, type }: { name: string; type: 'file' | 'dir' | 'symlink' }): EntryName {
    const clash = this.#clashes.above(name)
    if (type !== 'dir') this.#clashes.passed(name)
    const place = entryName(name)
    if (!place.ok) return place
    if (name.split('/', 1)[0] === journalName) return refused('a restore keeps its own notes under this name')
    if (clash !== undefined) return refused(`the job has a file or symlink ${JSON.stringify(clash)} as well`)
    if (place.isFolder && type !== 'dir') return refused('it ends with a slash and is no folder')
    const alike = this.#alikeTo(name)
    return alike === undefined ? place : refused(`the file system there takes it for ${JSON.stringify(alike)}`)
  }

  /** The earlier name that this one would replace. */
  #alikeTo(name: string): string | undefined {
    if (this.#isFirst && !this.#areExact()) this.#alike = new Map()
    this.#isFirst = false
    const key = name.replace(/\/$/, '').normalize('NFC').toUpperCase()
    const earlier = this.#alike?.get(key)
    if (earlier === undefined) this.#alike?.set(key, name)
    return earlier
  }
}

function refused(reason: string): EntryName {
  return { ok: false, reason }
}
