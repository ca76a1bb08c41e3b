import { dlopen } from 'node:ffi'
import { linkSync, renameSync, unlinkSync } from 'node:fs'
import { hasCode } from './file-errors.ts'
import type { Folder } from './folder.ts'
import { removeTree } from './remove-tree.ts'

/** What may be replaced: nothing; what is no folder, and empty folders; folders with all that is in them too. */
export type Overwrite = boolean | 'folders'

/** Something of that name is already there, and it may not be replaced. */
export class AlreadyThereError extends Error {
  override readonly name = 'AlreadyThereError'
  readonly retryable = false
  /** It is a folder with something in it. */
  readonly isFullFolder: boolean
  constructor(isFullFolder = false) {
    super('It is already there')
    this.isFullFolder = isFullFolder
  }
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
export function takeName(folder: Folder, temporary: string, name: string, overwrite: Overwrite): void {
  if (overwrite) {
    try {
      renameSync(folder.at(temporary), folder.at(name))
    } catch (error) {
      if (!hasCode(error, 'EISDIR', 'ENOTEMPTY', 'EEXIST')) throw error
      removeFolder(folder, name, overwrite)
      renameSync(folder.at(temporary), folder.at(name))
    }
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

/**
 * Removes a folder whose name something else is to have.
 *
 * @throws {AlreadyThereError} something is in it, and only empty ones may be replaced.
 */
export function removeFolder(parent: Folder, name: string, overwrite: true | 'folders'): void {
  if (overwrite === 'folders') {
    removeTree(parent, name)
    return
  }
  try {
    parent.removeFolder(name)
  } catch (error) {
    throw hasCode(error, 'ENOTEMPTY', 'EEXIST') ? new AlreadyThereError(true) : error
  }
}

/** The failure of something that does not replace, as this folder tells it. */
export function taken(error: unknown): unknown {
  return hasCode(error, 'EEXIST') ? new AlreadyThereError() : error
}
