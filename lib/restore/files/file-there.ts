import { constants, lstatSync } from 'node:fs'
import { open } from 'node:fs/promises'
import type { ObjectPlan } from '../read/plan.ts'
import { hasCode } from './file-errors.ts'
import type { Folder } from './folder.ts'
import { applyLooks, differences, type Look, type Looks, missUnasked } from './looks.ts'
import { sameContent } from './same-content.ts'
import { AlreadyThereError, type Overwrite, removeFolder } from './take-name.ts'

/** What opening fails of where something is there: a symlink, a socket, a file that may not be read. */
const isThere = ['ELOOP', 'EMLINK', 'ENXIO', 'ENODEV', 'EOPNOTSUPP', 'EACCES', 'EPERM', 'ETXTBSY', 'EBUSY']

/**
 * Whether a file of this name is there with the planned content; it gets its looks then, where it may be replaced. One
 * that would change and has other names as well is none: they may lie outside the target (`cp -al` makes snapshots so)
 * and are left as they are. A folder that may be replaced and is empty is removed here: before the content is fetched.
 *
 * @param plan without it no file is the same.
 * @returns what of a file that is there looks otherwise and stays so; undefined where it has to be written.
 * @throws {AlreadyThereError} something else is there, or nobody may look whether it is, and it may not be replaced.
 */
export async function fileIsThere(
  folder: Folder,
  name: string,
  plan: (() => Promise<ObjectPlan>) | undefined,
  { overwrite, signal, ...looks }: Looks & { overwrite: Overwrite; signal: AbortSignal },
): Promise<ReadonlySet<Look> | undefined> {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants // not a symlink's target, and no wait for a pipe's writer
  let file: Awaited<ReturnType<typeof open>>
  try {
    file = await open(folder.at(name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    if (!hasCode(error, ...isThere)) throw error
    if (overwrite) return undefined
    // A file that may not be read may be the very one, of an earlier run of this restore.
    throw new AlreadyThereError(lstatSync(folder.at(name)).isFile() ? 'unread' : 'taken')
  }
  try {
    if (overwrite) missUnasked(file.fd, looks)
    if (plan && (await sameContent(file, await plan(), signal))) {
      const different = differences(file.fd, looks)
      if (different.size === 0 || !overwrite) return different
      if ((await file.stat()).nlink > 1) return undefined
      applyLooks(file.fd, looks)
      return new Set()
    }
    if (overwrite === true && (await file.stat()).isDirectory()) removeFolder(folder, name, overwrite)
  } finally {
    await file.close()
  }
  if (overwrite) return undefined
  throw new AlreadyThereError()
}
