import { hasCode } from './file-errors.ts'
import { type Folder, TargetRefusedError } from './folder.ts'
import type { Journal } from './journal.ts'
import type { Overwrite } from './take-name.ts'
import { widened } from './widen.ts'

/** Folders kept open, the deepest ones: a tree may be deeper than a process may have files open. */
const mostOpen = 16

/** What a chain that writes may do on its way. */
export interface ChainWrites {
  /** Told of every folder that is made or widened, before it is. */
  journal: Journal
  /** Something that is no folder makes way for one. */
  overwrite: Overwrite
}

/**
 * The folders from the target down to where the restore is working. Entries come in the order of their names, so each
 * step opens few. Not for parallel use; who works on longer retains the folder.
 */
export class FolderChain implements Disposable {
  readonly #root: Folder
  /** From the target down. Those far above are closed, and opened again from the top when they are worked in. */
  readonly #levels: { name: string; folder: Folder | undefined }[] = []
  readonly #writes: ChainWrites | undefined
  /** Paths of the folders that were made. */
  readonly #made = new Set<string>()

  /** @param writes none: nothing is made or changed, and a folder that is missing is an error (ENOENT). */
  constructor(root: Folder, writes?: ChainWrites) {
    this.#root = root
    this.#writes = writes
  }

  /**
   * The folder at `parts`, each step opened without following symlinks, and whether the last step was made now; `fresh`:
   * now or before, but by this chain.
   *
   * @param make false: a folder that is missing is an error (ENOENT) here too.
   * @throws {TargetRefusedError} something that is no folder is in the way, and stays.
   */
  reach(parts: readonly string[], make = true): { folder: Folder; made: boolean; fresh: boolean } {
    const shared = parts.findIndex((part, depth) => this.#levels[depth]?.name !== part)
    const keep = shared === -1 ? parts.length : shared
    while (this.#levels.length > keep) this.#levels.pop()!.folder?.release()
    this.#reopen()
    let made = false
    for (let depth = keep; depth < parts.length; depth++) {
      const name = parts[depth]!
      const path = parts.slice(0, depth + 1).join('/')
      const entered = this.#step(this.#last(), name, path, make)
      made = entered.made
      if (made) this.#made.add(path)
      this.#push(name, entered.folder)
    }
    const fresh = made || (parts.length > 0 && this.#made.has(parts.join('/')))
    return { folder: this.#last(), made, fresh }
  }

  [Symbol.dispose](): void {
    for (const { folder } of this.#levels.splice(0).toReversed()) folder?.release()
    this.#root.release()
  }

  #last(): Folder {
    return this.#levels.at(-1)?.folder ?? this.#root
  }

  #push(name: string, folder: Folder): void {
    this.#levels.push({ name, folder })
    this.#close(this.#levels.length - 1 - mostOpen)
  }

  #close(depth: number): void {
    const level = this.#levels[depth]
    level?.folder?.release()
    if (level) level.folder = undefined
  }

  /** Opens the last level again where it was closed, with the levels above it that belong to the deepest ones. */
  #reopen(): void {
    if (this.#levels.length === 0 || this.#levels.at(-1)!.folder) return
    let folder = this.#root
    for (const [depth, level] of this.#levels.entries()) {
      level.folder ??= folder.enter(level.name)
      folder = level.folder
      this.#close(depth - mostOpen)
    }
  }

  #step(parent: Folder, name: string, path: string, make: boolean): { folder: Folder; made: boolean } {
    const writes = this.#writes
    try {
      const folder = writes ? widened(parent, name, path, writes.journal) : parent.enter(name)
      return { folder, made: false }
    } catch (error) {
      if (!writes || !make) throw error
      if (error instanceof TargetRefusedError && writes.overwrite) parent.removeFile(name)
      else if (!hasCode(error, 'ENOENT')) throw error
    }
    writes.journal.making(path)
    return { folder: parent.make(name), made: true }
  }
}
