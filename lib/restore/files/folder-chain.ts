import type { Folder } from './folder.ts'

/**
 * The open folders from the target down to where the restore is working. Entries come in the order of their names, so
 * each step opens few. Not for parallel use; who works on longer retains the folder.
 */
export class FolderChain implements Disposable {
  readonly #root: Folder
  readonly #open: { name: string; folder: Folder }[] = []
  readonly #make: boolean
  /** Paths of the folders that were made. */
  readonly #made = new Set<string>()

  /** @param make false: nothing is made, a folder that is missing is an error (ENOENT). */
  constructor(root: Folder, make = true) {
    this.#root = root
    this.#make = make
  }

  /**
   * The folder at `parts`, each step opened without following symlinks, and whether the last step was made now; `fresh`:
   * now or before, but by this chain.
   */
  reach(parts: readonly string[]): { folder: Folder; made: boolean; fresh: boolean } {
    const shared = parts.findIndex((part, depth) => this.#open[depth]?.name !== part)
    const keep = shared === -1 ? parts.length : shared
    while (this.#open.length > keep) this.#open.pop()!.folder.release()
    let made = false
    for (const [depth, name] of parts.entries()) {
      if (depth < keep) continue
      const entered = (this.#open.at(-1)?.folder ?? this.#root).enter(name, this.#make)
      made = entered.made
      if (made) this.#made.add(parts.slice(0, depth + 1).join('/'))
      this.#open.push({ name, folder: entered.folder })
    }
    const fresh = made || (parts.length > 0 && this.#made.has(parts.join('/')))
    return { folder: this.#open.at(-1)?.folder ?? this.#root, made, fresh }
  }

  [Symbol.dispose](): void {
    for (const { folder } of this.#open.splice(0).toReversed()) folder.release()
    this.#root.release()
  }
}
