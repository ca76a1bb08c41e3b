import { constants } from 'node:fs'
import { type FileHandle, mkdir, open } from 'node:fs/promises'
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
 */
export class Folder {
  readonly #handle: FileHandle
  readonly #base: string
  #users = 1

  constructor(handle: FileHandle, path: string) {
    this.#handle = handle
    this.#base = process.platform === 'linux' ? `/proc/self/fd/${handle.fd}` : path
  }

  get fd(): number {
    return this.#handle.fd
  }

  /** A path to the entry `name` of this folder; `name` has no slash and is neither `.` nor `..`. */
  at(name: string): string {
    return join(this.#base, name)
  }

  chmod(mode: number): Promise<void> {
    return this.#handle.chmod(mode)
  }

  /** Keeps the folder open for one more user; each calls `release` once. */
  retain(): this {
    this.#users++
    return this
  }

  async release(): Promise<void> {
    if (--this.#users === 0) await this.#handle.close()
  }

  /**
   * The folder `name` in this one, made where it is missing.
   *
   * @param make false: it must be there (ENOENT).
   * @throws {TargetRefusedError} a symlink or no folder has that name.
   */
  async enter(name: string, make = true): Promise<{ folder: Folder; made: boolean }> {
    const path = this.at(name)
    try {
      return { folder: await openFolder(path), made: false }
    } catch (error) {
      if (!make || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw translated(error, name)
    }
    try {
      await mkdir(path, 0o700)
      return { folder: await openFolder(path), made: true }
    } catch (error) {
      throw translated(error, name)
    }
  }
}

/** Opens the folder a person named, made with its parents where missing; it may be reached through symlinks. */
export async function openTarget(path: string, make = true): Promise<Folder> {
  if (make) await mkdir(path, { recursive: true })
  return new Folder(await open(path, constants.O_RDONLY | constants.O_DIRECTORY), path)
}

async function openFolder(path: string): Promise<Folder> {
  return new Folder(await open(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW), path)
}

function translated(error: unknown, name: string): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (code !== 'ELOOP' && code !== 'ENOTDIR' && code !== 'EEXIST') return error
  return new TargetRefusedError(`In the target ${JSON.stringify(name)} is a symlink or no folder`)
}
