import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import type { ObjectPlan } from '../plan.ts'
import type { Folder } from './folder.ts'
import { sameContent } from './same-content.ts'
import { AlreadyThereError } from './take-name.ts'
import { setTimes } from './times.ts'
import type { Looks } from './write-entry.ts'

/**
 * Whether a file of this name is there with the planned content; it gets its looks then, where it may be replaced.
 *
 * @param plan without it no file is the same.
 * @throws {AlreadyThereError} something else is there, and it may not be replaced.
 */
export async function fileIsThere(
  folder: Folder,
  name: string,
  plan: (() => Promise<ObjectPlan>) | undefined,
  { mode, mtime, overwrite, signal }: Looks & { overwrite: boolean; signal: AbortSignal },
): Promise<boolean> {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants // not a symlink's target, and no wait for a pipe's writer
  let file: Awaited<ReturnType<typeof open>>
  try {
    file = await open(folder.at(name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
  } catch (error) {
    if (overwrite || (error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw new AlreadyThereError('It is already there')
  }
  try {
    if (plan && (await sameContent(file, await plan(), signal))) {
      if (overwrite && mode !== undefined) await file.chmod(mode)
      if (overwrite && mtime !== undefined) setTimes(file.fd, mtime)
      return true
    }
  } finally {
    await file.close()
  }
  if (overwrite) return false
  throw new AlreadyThereError('It is already there')
}
