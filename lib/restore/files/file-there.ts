import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import type { ObjectPlan } from '../plan.ts'
import { hasCode } from './file-errors.ts'
import type { Folder } from './folder.ts'
import { applyLooks, type Looks, missUnasked } from './looks.ts'
import { sameContent } from './same-content.ts'
import { AlreadyThereError, type Overwrite, removeFolder } from './take-name.ts'

/** What opening fails of where something is there: a symlink, a socket, a file that may not be read. */
const isThere = ['ELOOP', 'EMLINK', 'ENXIO', 'ENODEV', 'EOPNOTSUPP', 'EACCES', 'EPERM', 'ETXTBSY', 'EBUSY']

/**
 * Whether a file of this name is there with the planned content; it gets its looks then, where it may be replaced. A
 * folder that may be replaced and is empty is removed here: before the content is fetched.
 *
 * @param plan without it no file is the same.
 * @throws {AlreadyThereError} something else is there, and it may not be replaced.
 */
export async function fileIsThere(
  folder: Folder,
  name: string,
  plan: (() => Promise<ObjectPlan>) | undefined,
  { overwrite, signal, ...looks }: Looks & { overwrite: Overwrite; signal: AbortSignal },
): Promise<boolean> {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants // not a symlink's target, and no wait for a pipe's writer
  let file: Awaited<ReturnType<typeof open>>
  try {
    file = await open(folder.at(name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false
    if (!hasCode(error, ...isThere)) throw error
    if (overwrite) return false
    throw new AlreadyThereError()
  }
  try {
    if (overwrite) missUnasked(file.fd, looks)
    if (plan && (await sameContent(file, await plan(), signal))) {
      if (overwrite) applyLooks(file.fd, looks)
      return true
    }
    if (overwrite === true && (await file.stat()).isDirectory()) removeFolder(folder, name, overwrite)
  } finally {
    await file.close()
  }
  if (overwrite) return false
  throw new AlreadyThereError()
}
