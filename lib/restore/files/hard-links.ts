import { linkSync, lstatSync, unlinkSync } from 'node:fs'
import { hasCode } from './file-errors.ts'
import type { Folder } from './folder.ts'
import { FolderChain } from './folder-chain.ts'
import { type Overwrite, takeName } from './take-name.ts'
import { temporaryName } from './temporary-name.ts'

/** Groups remembered at once. */
const most = 100_000

interface Place {
  parents: string[]
  last: string
}

interface First extends Place {
  whole: Promise<boolean>
  /** How many names this restore knows the file to have. */
  names: number
}

/** `bytes` were written now; none where a name was linked. */
export type Outcome = 'unchanged' | { bytes: number }

/**
 * Makes the names of one file names of one file again. The first name that is restored has the content; the others are
 * linked to it once it is whole.
 */
export class HardLinks {
  readonly #root: Folder
  readonly #overwrite: Overwrite
  readonly #first = new Map<string, First>()
  /** Groups that had to be forgotten: their later names are files of their own. */
  #forgotten = false

  constructor(root: Folder, overwrite: Overwrite) {
    this.#root = root
    this.#overwrite = overwrite
  }

  /**
   * @param group tells the file apart, its content included; undefined: it had one name.
   * @param restore restores it as a file of its own.
   * @param missed called where it stays a file of its own although it was none.
   */
  async restore(
    { group, place, folder }: { group: string | undefined; place: Place; folder: Folder },
    restore: () => Promise<Outcome>,
    missed: () => void,
  ): Promise<Outcome> {
    if (group === undefined) return restore()
    let isApart = false
    for (let first = this.#first.get(group); first; first = this.#first.get(group)) {
      if (await first.whole) {
        const outcome = await this.#link(first, { folder, last: place.last }, restore, missed)
        if (outcome !== 'apart') return outcome
        isApart = true
      }
      // It failed, or nothing may be linked to it: another name has the content.
      if (this.#first.get(group) === first) this.#first.delete(group)
    }
    isApart ||= this.#forgotten // it may have been one of the forgotten
    const { promise: whole, resolve } = Promise.withResolvers<boolean>()
    if (this.#first.size >= most) {
      this.#first.delete(this.#first.keys().next().value!)
      this.#forgotten = true
    }
    this.#first.set(group, { ...place, whole, names: 1 })
    try {
      const outcome = await restore()
      resolve(true)
      if (isApart) missed()
      return outcome
    } finally {
      resolve(false)
    }
  }

  /** @returns `apart`: the file has names that are none of this restore's, and what is done to one is done to all. */
  async #link(
    first: First,
    { folder, last }: { folder: Folder; last: string },
    restore: () => Promise<Outcome>,
    missed: () => void,
  ): Promise<Outcome | 'apart'> {
    using chain = new FolderChain(this.#root.retain())
    const source = chain.reach(first.parents).folder.at(first.last)
    const there = facts(folder.at(last))
    const its = facts(source)
    if (there && isSame(there, its)) {
      first.names++
      return 'unchanged'
    }
    if (its && its.nlink > BigInt(first.names)) return 'apart'
    if (there && !this.#overwrite) {
      const outcome = await restore() // it is the same content, or in the way
      missed()
      return outcome
    }
    const temporary = temporaryName()
    try {
      linkSync(source, folder.at(temporary))
    } catch (error) {
      if (!hasCode(error, 'EPERM', 'EMLINK', 'EXDEV', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS')) throw error
      missed()
      return restore()
    }
    try {
      takeName(folder, temporary, last, this.#overwrite)
    } catch (error) {
      unlinkSync(folder.at(temporary))
      throw error
    }
    first.names++
    return { bytes: 0 }
  }
}

function facts(path: string) {
  try {
    return lstatSync(path, { bigint: true })
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
}

function isSame(one: { dev: bigint; ino: bigint }, other: { dev: bigint; ino: bigint } | undefined): boolean {
  return one.dev === other?.dev && one.ino === other.ino
}
