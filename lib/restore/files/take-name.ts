import { dlopen } from 'node:ffi'
import { linkSync, renameSync, unlinkSync } from 'node:fs'
import type { Folder } from './folder.ts'

/** Something of that name is already there, and it may not be replaced. */
export class AlreadyThereError extends Error {
  override readonly name = 'AlreadyThereError'
  readonly retryable = false
}

const noReplace = 1 // RENAME_NOREPLACE

/** Linux can rename without replacing in one step; Node's own rename always replaces. */
const renameat2 = process.platform === 'linux' ? linuxRename() : undefined

function linuxRename() {
  try {
    const types = { arguments: ['i32', 'string', 'i32', 'string', 'u32'], return: 'i32' } as const
    return dlopen(null, { renameat2: types }).functions.renameat2
  } catch {
    return undefined // a C library older than the call
  }
}

/**
 * Gives what is whole now its name.
 *
 * @throws {AlreadyThereError} the name is taken and may not be replaced; `temporary` is still there.
 */
export function takeName(folder: Folder, temporary: string, name: string, overwrite: boolean): void {
  if (overwrite) {
    renameSync(folder.at(temporary), folder.at(name))
    return
  }
  if (renameat2?.(folder.fd, temporary, folder.fd, name, noReplace) === 0) return
  // It does not tell why it failed: the name is taken, or the file system cannot do this.
  try {
    linkSync(folder.at(temporary), folder.at(name))
  } catch (error) {
    throw taken(error)
  }
  unlinkSync(folder.at(temporary))
}

/** The failure of something that does not replace, as this folder tells it. */
export function taken(error: unknown): unknown {
  return (error as NodeJS.ErrnoException).code === 'EEXIST' ? new AlreadyThereError('It is already there') : error
}
