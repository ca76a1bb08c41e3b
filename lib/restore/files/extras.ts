import { Clashes } from './clashes.ts'
import type { Folder } from './folder.ts'
import { type TargetItem, TargetWalk } from './target-walk.ts'

/** Some: a folder could not be read. None: the names went by in no order, and what was found may be wrong. */
export type ExtrasKnown = 'all' | 'some' | 'none'

/**
 * Finds what is in the target and not in the backup, in the folders whose names begin with a prefix. The names of the
 * backup go by in the order of their bytes, and the target is walked beside them: neither is held as a whole.
 *
 * What the backup has is never found, whether it could be restored or not; nor is what a restore would have had to
 * replace: a file where the backup has a folder, and a folder, with all that is in it, where the backup has a file. Such
 * a folder stands for all that is in it. Where the backup has no name at all nothing is found: a prefix that is mistyped
 * is no reason to delete.
 */
export class Extras implements Disposable {
  readonly #walk: TargetWalk
  readonly #prefix: string
  readonly #onExtra: (extra: TargetItem) => void
  readonly #passed = new Clashes()
  /** Files of which a name to come may tell that the backup has a folder in their place: each begins with the one before. */
  #undecided: TargetItem[] = []
  #last: Buffer | undefined
  /** Whether the names went by in order; otherwise nothing more is found. */
  isOrdered = true

  constructor(root: Folder, prefix: string, onExtra: (extra: TargetItem) => void) {
    this.#walk = new TargetWalk(root, prefix.slice(0, prefix.lastIndexOf('/') + 1))
    this.#prefix = prefix
    this.#onExtra = onExtra
  }

  /** The next name of the backup. */
  pass(name: string): void {
    const key = Buffer.from(name)
    if (this.#last && Buffer.compare(this.#last, key) >= 0) this.isOrdered = false
    this.#last = key
    if (!this.isOrdered) return
    this.#decide(name)
    for (let { item } = this.#walk; item && Buffer.compare(item.key, key) <= 0; { item } = this.#walk)
      this.#look(item, name)
    if (!name.endsWith('/')) this.#passed.passed(name)
  }

  /** No name follows. */
  end(): ExtrasKnown {
    if (!this.isOrdered || !this.#last) return 'none'
    this.#decide(undefined)
    for (let { item } = this.#walk; item; { item } = this.#walk) this.#look(item, undefined)
    return this.#walk.isPartial ? 'some' : 'all'
  }

  [Symbol.dispose](): void {
    this.#walk[Symbol.dispose]()
  }

  /** @param next the first name of the backup that is not before the item; none behind the last one. */
  #look(item: TargetItem, next: string | undefined): void {
    if (item.isFolder) {
      const isKept = item.isUtf8 && this.#passed.above(item.name) !== undefined
      const isHad = item.isUtf8 && next?.startsWith(item.name) === true
      this.#walk.next(isHad && !isKept)
      if (!isHad && !isKept) this.#tell(item)
      return
    }
    this.#walk.next(false)
    if (item.isUtf8 && item.name === next) return
    this.#undecided.push(item)
    this.#decide(next)
  }

  #decide(next: string | undefined): void {
    this.#undecided = this.#undecided.filter((item) => {
      const behind = item.isUtf8 && next?.startsWith(item.name) ? next[item.name.length] : undefined
      if (behind !== undefined && behind < '/') return true
      if (behind !== '/') this.#tell(item)
      return false
    })
  }

  #tell(item: TargetItem): void {
    const folder = item.parents.map((part) => `${part}/`).join('')
    if (folder.startsWith(this.#prefix)) this.#onExtra(item)
  }
}
