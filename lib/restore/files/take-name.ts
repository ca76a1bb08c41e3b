import { linkSync, renameSync, unlinkSync } from 'node:fs'
import { renameWithoutReplacing } from '#lib/posix/rename.ts'
import { hasCode } from './file-errors.ts'
import type { Folder } from './folder.ts'
import { removeTree } from './remove-tree.ts'

/** What may be replaced: nothing; what is no folder, and empty folders; folders with all that is in them too. */
export type Overwrite = boolean | 'folders'

/** Something of that name is already there, and it may not be replaced. */
export class AlreadyThereError extends Error {
  override readonly name = 'AlreadyThereError'
  readonly retryable = false
  /** Something else; a folder with something in it; a file that cannot be read, and may be the same. */
  readonly is: 'taken' | 'full folder' | 'unread'
  constructor(is: AlreadyThereError['is'] = 'taken') {
    super('It is already there')
    this.is = is
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
  if (renameWithoutReplacing(folder.fd, temporary, name)) return
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
    throw hasCode(error, 'ENOTEMPTY', 'EEXIST') ? new AlreadyThereError('full folder') : error
  }
}

/** The failure of something that does not replace, as this folder tells it. */
export function taken(error: unknown): unknown {
  return hasCode(error, 'EEXIST') ? new AlreadyThereError() : error
}
