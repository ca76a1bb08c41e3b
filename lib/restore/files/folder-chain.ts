import type { Folder } from './folder.ts'

/**
 * The open folders from the target down to where the restore is working. Entries come in the order of their names, so
 * each step opens few. Not for parallel use; who works on longer retains the folder.
 */
export class FolderChain implements AsyncDisposable {
  readonly #root: Folder
  readonly #open: { name: string; folder: Folder }[] = []

  readonly #make: boolean

  /** @param make false: nothing is made, a folder that is missing is an error (ENOENT). */
  constructor(root: Folder, make = true) {
    this.#root = root
    this.#make = make
  }

  /** The folder at `parts`, each step opened without following symlinks, and whether the last step was made now. */
  async reach(parts: readonly string[]): Promise<{ folder: Folder; made: boolean }> {
    const shared = parts.findIndex((part, depth) => this.#open[depth]?.name !== part)
    const keep = shared === -1 ? parts.length : shared
    while (this.#open.length > keep) await this.#open.pop()!.folder.release()
    let made = false
    for (const name of parts.slice(keep)) {
      const entered = await (this.#open.at(-1)?.folder ?? this.#root).enter(name, this.#make)
      made = entered.made
      this.#open.push({ name, folder: entered.folder })
    }
    return { folder: this.#open.at(-1)?.folder ?? this.#root, made }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { folder } of this.#open.splice(0).toReversed()) await folder.release()
    await this.#root.release()
  }
}
