import { closeSync, constants, fchmodSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'

/** Where something may not be written: a symlink or another kind of thing stands in the way. */
export class TargetRefusedError extends Error {
  override readonly name = 'TargetRefusedError'
  readonly retryable = false
}

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
    this.#base = process.platform === 'linux' ? `/proc/self/fd/${fd}` : path
  }

  /** A path to the entry `name` of this folder; `name` has no slash and is neither `.` nor `..`. */
  at(name: string): string {
    return join(this.#base, name)
  }

  chmod(mode: number): void {
    fchmodSync(this.fd, mode)
  }

  /** Keeps the folder open for one more user; each calls `release` once. */
  retain(): this {
    this.#users++
    return this
  }

  release(): void {
    if (--this.#users === 0) closeSync(this.fd)
  }

  /**
   * The folder `name` in this one, made where it is missing.
   *
   * @param make false: it must be there (ENOENT).
   * @throws {TargetRefusedError} a symlink or no folder has that name.
   */
  enter(name: string, make = true): { folder: Folder; made: boolean } {
    const path = this.at(name)
    try {
      return { folder: openFolder(path), made: false }
    } catch (error) {
      if (!make || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw translated(error, name)
    }
    try {
      mkdirSync(path, 0o700)
      return { folder: openFolder(path), made: true }
    } catch (error) {
      throw translated(error, name)
    }
  }
}

/** Opens the folder a person named, made with its parents where missing; it may be reached through symlinks. */
export function openTarget(path: string, make = true): Folder {
  if (make) mkdirSync(path, { recursive: true })
  return new Folder(openSync(path, constants.O_RDONLY | constants.O_DIRECTORY), path)
}

function openFolder(path: string): Folder {
  return new Folder(openSync(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW), path)
}

function translated(error: unknown, name: string): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (code !== 'ELOOP' && code !== 'ENOTDIR' && code !== 'EEXIST') return error
  return new TargetRefusedError(`In the target ${JSON.stringify(name)} is a symlink or no folder`)
}
