import {
  accessSync,
  type BigIntStats,
  chmodSync,
  closeSync,
  constants,
  type Dirent,
  fchmodSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmdirSync,
  unlinkSync,
} from 'node:fs'
import { join } from 'node:path'
import { makeFolders } from '#lib/posix/make-folders.ts'
import { hasCode } from './file-errors.ts'

/** Where something may not be written: a symlink or another kind of thing stands where a folder has to be. */
export class TargetRefusedError extends Error {
  override readonly name = 'TargetRefusedError'
  readonly retryable = false
  /** What stands in the way, without its folders. */
  readonly at: string
  constructor(at: string) {
    super(`In the target ${JSON.stringify(at)} is a symlink or no folder`)
    this.at = at
  }
}

/** Another restore writes to the target: each would take the other's notes and half-written files for its own. */
export class TargetBusyError extends Error {
  override readonly name = 'TargetBusyError'
  readonly retryable = false
  constructor() {
    super('Another restore writes to this folder. Wait for its end, then run the same command again.')
  }
}

const onLinux = process.platform === 'linux'
/** Linux: a descriptor that only stands for a place; Node.js has no name for the flag. */
const O_PATH = 0o10000000

/**
 * An open folder of the target. What is done inside goes through the open descriptor (`/proc/self/fd/<n>/name`), so
 * that nobody can slip a symlink under a parent between check and use. Where the system has no /proc, the path is used:
 * parents are then checked, but not held.
 *
 * Calls are synchronous here and in what writes small files: to have another thread do a step of microseconds costs
 * several times as much.
 */
export class Folder {
  readonly fd: number
  readonly #base: string
  #users = 1

  constructor(fd: number, path: string) {
    this.fd = fd
    this.#base = onLinux ? `/proc/self/fd/${fd}` : path
  }

  /** A path to the entry `name` of this folder; `name` has no slash and is neither `.` nor `..`. */
  at(name: string): string {
    return join(this.#base, name)
  }

  /** The same for a name as the disk has it, which need not be UTF-8. */
  atBytes(name: Uint8Array): Buffer {
    return Buffer.concat([Buffer.from(`${this.#base}/`), name])
  }

  chmod(mode: number): void {
    fchmodSync(this.fd, mode)
  }

  facts(): BigIntStats {
    return fstatSync(this.fd, { bigint: true })
  }

  /** Whether the system lets this process write here, as far as it tells. */
  isWritable(): boolean {
    try {
      accessSync(this.at(''), constants.W_OK | constants.X_OK)
      return true
    } catch {
      return false
    }
  }

  /** What is in it, in the system's order. */
  entries(): Dirent<Buffer>[] {
    return readdirSync(this.#base, { withFileTypes: true, encoding: 'buffer' })
  }

  /** Keeps the folder open for one more user; each calls `release` once. */
  retain(): this {
    this.#users++
    return this
  }

  release(): void {
    if (--this.#users === 0) closeSync(this.fd)
  }

  [Symbol.dispose](): void {
    this.release()
  }

  /**
   * The folder `name` in this one.
   *
   * @throws {TargetRefusedError} a symlink or no folder has that name. ENOENT where nothing has.
   */
  enter(name: string | Uint8Array): Folder {
    const path = this.#pathOf(name)
    try {
      return new Folder(
        openSync(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW),
        path.toString(),
      )
    } catch (error) {
      throw hasCode(error, 'ELOOP', 'ENOTDIR') ? new TargetRefusedError(name.toString()) : error
    }
  }

  /** Makes the folder `name` in this one, for its owner alone. */
  make(name: string): Folder {
    try {
      mkdirSync(this.at(name), 0o700)
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error // somebody else was quicker; `enter` looks what it is
    }
    return this.enter(name)
  }

  /** Removes the file or symlink `name`, never a folder. */
  removeFile(name: string | Uint8Array): void {
    unlinkSync(this.#pathOf(name))
  }

  /** Removes the folder `name`, which has to be empty. */
  removeFolder(name: string | Uint8Array): void {
    rmdirSync(this.#pathOf(name))
  }

  /**
   * Changes the mode of the folder `name`, which need not be readable for that.
   *
   * @param change its new mode from its old one and its owner; undefined leaves it.
   */
  chmodClosed(name: string | Uint8Array, change: (facts: BigIntStats) => number | undefined): void {
    if (!onLinux) return
    const fd = openSync(this.#pathOf(name), O_PATH | constants.O_DIRECTORY | constants.O_NOFOLLOW)
    try {
      const mode = change(fstatSync(fd, { bigint: true }))
      if (mode !== undefined) chmodSync(`/proc/self/fd/${fd}`, mode) // fchmod takes no such descriptor
    } finally {
      closeSync(fd)
    }
  }

  #pathOf(name: string | Uint8Array): string | Buffer {
    return typeof name === 'string' ? this.at(name) : this.atBytes(name)
  }
}

/** Opens the folder a person named; it may be reached through symlinks. */
export function openTarget(path: string): Folder {
  return new Folder(openSync(path, constants.O_RDONLY | constants.O_DIRECTORY), path)
}

/** The same, made where it is missing: for its owner alone, with its parents as the system makes folders. */
export function makeTarget(path: string): { folder: Folder; made: boolean } {
  const made = makeFolders(path, 0o700, 0o777)
  return { folder: openTarget(path), made }
}
