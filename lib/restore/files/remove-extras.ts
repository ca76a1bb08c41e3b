import { closeSync, constants, lstatSync, openSync } from 'node:fs'
import { Extras } from './extras.ts'
import { isOfThePlace } from './file-errors.ts'
import type { Folder } from './folder.ts'
import type { FolderChain } from './folder-chain.ts'
import { removeAny } from './remove-tree.ts'
import type { ExtraEvent } from './restore-files.ts'
import { temporaryName } from './temporary-name.ts'

/** Nothing can be told to be extra here. */
export class ExtrasUnknownError extends Error {
  override readonly name = 'ExtrasUnknownError'
  readonly retryable = false
}

/**
 * Removes what is in the target and not in the backup; what cannot be removed is told and the rest goes on.
 *
 * @param names of the backup, all that begin with the prefix, in the order of their bytes.
 * @throws {ExtrasUnknownError} the names come in another order: what is missing may come later.
 */
export async function removeExtras(
  names: AsyncIterable<string>,
  at: {
    root: Folder
    /** Of the restore: opens shut folders, and notes that it did. */
    chain: FolderChain
    prefix: string
    signal: AbortSignal
    onEvent?: ((event: ExtraEvent) => void) | undefined
  },
): Promise<void> {
  using extras = new Extras(at.root, at.prefix, ({ name, parents, last }) => {
    try {
      removeAny(at.chain.reach(parents, false).folder, last)
      at.onEvent?.({ kind: 'removed', name })
    } catch (error) {
      if (isOfThePlace(error)) throw error
      at.onEvent?.({ kind: 'unremoved', name, error })
    }
  })
  for await (const name of names) {
    at.signal.throwIfAborted()
    extras.pass(name)
    if (!extras.isOrdered)
      throw new ExtrasUnknownError('The storage service lists names in no order, so nothing more was deleted')
  }
  extras.end()
}

/**
 * @throws {ExtrasUnknownError} the file system takes names that differ for the same: a file just restored could seem to be
 * none of the backup.
 */
export function requireExactNames(root: Folder): void {
  if (!areNamesExact(root))
    throw new ExtrasUnknownError('The file system there takes names of different case or form for the same one')
}

/** Whether the file system keeps names apart that differ in case, or in how letters are composed. Tried with a file. */
export function areNamesExact(root: Folder): boolean {
  const name = `${temporaryName()}-é`
  const { O_WRONLY, O_CREAT, O_EXCL } = constants
  closeSync(openSync(root.at(name), O_WRONLY | O_CREAT | O_EXCL, 0o600))
  try {
    const others = [name.toUpperCase(), name.normalize('NFD')]
    return !others.some((other) => lstatSync(root.at(other), { throwIfNoEntry: false }))
  } finally {
    root.removeFile(name)
  }
}
