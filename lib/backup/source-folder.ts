import { type BigIntStats, closeSync, constants, type Dirent, existsSync, fstatSync, openSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'

/** Folders kept open though nobody works in them: a tree may be deeper than a process may have files open. */
const mostIdle = 16
/** Without /proc, as on other systems than Linux, paths are used: folders are then checked, but not held. */
const hasDescriptorPaths = process.platform === 'linux' && existsSync('/proc/self/fd')

/** A symlink, or what is no folder, has taken the place of a folder. */
export class FolderReplacedError extends Error {
  override readonly name = 'FolderReplacedError'
  readonly retryable = false
}

/** Keeps a path usable: until then nobody can slip in a symlink on the way to it. */
export interface HeldPath extends Disposable {
  readonly path: string
}

/** What all folders of one walk share. */
interface Tree {
  /** Open folders that nobody works in, the one used last at the end. */
  idle: Set<SourceFolder>
  mostIdle: number
}

/**
 * A folder of the source. What is done in it goes through its descriptor (`/proc/self/fd/<n>/name`), and each folder is
 * opened in the one above without following symlinks: nobody can lead a backup out of its source by exchanging a folder
 * for a symlink meanwhile. Folders that are not in use may be closed, and are opened again by the same steps.
 */
export class SourceFolder {
  /** Absolute, for comparisons and messages. */
  readonly path: string
  /** Object name, `''` for the root. */
  readonly name: string
  /** None of the root, which may be reached through symlinks: a person named it. */
  readonly parent: SourceFolder | undefined
  /** What was in it when it was listed last. */
  listed: Dirent<Buffer>[] = []
  /** Names that were listed and then were not there. */
  readonly vanished = new Set<string>()
  readonly #tree: Tree
  #fd: number | undefined
  #users = 0
  /** Of the root, as it was opened first. */
  #identity: Pick<BigIntStats, 'dev' | 'ino'> | undefined

  private constructor(path: string, name: string, parent: SourceFolder | undefined) {
    this.path = path
    this.name = name
    this.parent = parent
    this.#tree = parent ? parent.#tree : { idle: new Set(), mostIdle }
  }

  static root(path: string): SourceFolder {
    return new SourceFolder(path, '', undefined)
  }

  /** Number of the file system of the root, once it was opened. */
  get device(): bigint {
    return this.parent ? this.parent.device : this.#identity!.dev
  }

  /** The folder `part` in this one. Nothing is opened yet. */
  below(part: string): SourceFolder {
    return new SourceFolder(join(this.path, part), `${this.name}${part}/`, this)
  }

  /**
   * Opens the folder where it is not, and keeps it open.
   *
   * @returns a path to it, behind which a name in it may follow.
   * @throws {FolderReplacedError} and the system's errors: it is not there any more (ENOENT), or cannot be read.
   */
  hold(): HeldPath {
    this.#fd ??= this.#open()
    this.#tree.idle.delete(this)
    this.#users++
    return {
      path: hasDescriptorPaths ? `/proc/self/fd/${this.#fd}` : this.path,
      [Symbol.dispose]: () => this.#release(),
    }
  }

  /** Reads what is in it, in the system's order. */
  async list(): Promise<Dirent<Buffer>[]> {
    using held = this.hold()
    this.listed = await readdir(held.path, { withFileTypes: true, encoding: 'buffer' })
    return this.listed
  }

  /** Ends the walk: what is worked in after it is closed at once. */
  endWalk(): void {
    this.#tree.mostIdle = 0
    this.#closeIdle()
  }

  #open(): number {
    const flags = constants.O_RDONLY | constants.O_DIRECTORY
    if (!this.parent) return this.#openRoot(flags)
    using above = this.parent.hold()
    try {
      return openSync(join(above.path, basename(this.path)), flags | constants.O_NOFOLLOW)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code !== 'ELOOP' && code !== 'ENOTDIR') throw error
      throw new FolderReplacedError(`${this.path} is no folder any more`, { cause: error })
    }
  }

  #openRoot(flags: number): number {
    const fd = openSync(this.path, flags)
    const { dev, ino } = fstatSync(fd, { bigint: true })
    this.#identity ??= { dev, ino }
    if (this.#identity.dev === dev && this.#identity.ino === ino) return fd
    closeSync(fd)
    throw new FolderReplacedError(`${this.path} is another folder now`)
  }

  #release(): void {
    if (--this.#users > 0) return
    this.#tree.idle.add(this)
    this.#closeIdle()
  }

  #closeIdle(): void {
    const { idle, mostIdle } = this.#tree
    for (const folder of idle) {
      if (idle.size <= mostIdle) return
      idle.delete(folder)
      closeSync(folder.#fd!)
      folder.#fd = undefined
    }
  }
}

/** A path to an entry; without a folder it is what a person named. */
export function holdPath({ folder, path }: { folder?: SourceFolder | undefined; path: string }): HeldPath {
  if (!folder) return { path, [Symbol.dispose]() {} }
  const held = folder.hold()
  return { path: `${held.path}/${basename(path)}`, [Symbol.dispose]: () => held[Symbol.dispose]() }
}
