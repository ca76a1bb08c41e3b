import { Clashes } from './clashes.ts'
import { type EntryName, entryName } from './entry-name.ts'
import { journalName } from './journal.ts'

/** Where the entries of a restore belong, or why nothing is written for one. They go by in the order of their names. */
export class Places {
  readonly #clashes = new Clashes()

  of({ name, type }: { name: string; type: 'file' | 'dir' | 'symlink' }): EntryName {
    const clash = this.#clashes.above(name)
    if (type !== 'dir') this.#clashes.passed(name)
    const place = entryName(name)
    if (!place.ok) return place
    if (name.split('/', 1)[0] === journalName)
      return { ok: false, reason: 'a restore keeps its own notes under this name' }
    if (clash !== undefined)
      return { ok: false, reason: `the job has a file or symlink ${JSON.stringify(clash)} as well` }
    if (place.isFolder && type !== 'dir') return { ok: false, reason: 'it ends with a slash and is no folder' }
    return place
  }
}
