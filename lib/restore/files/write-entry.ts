import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, link, open, rename, symlink, unlink } from 'node:fs/promises'
import type { Folder } from './folder.ts'
import { setLinkTimes, setTimes } from './times.ts'

/** How a thing looks once it is whole. Without a mode or time the system's defaults stay. */
export interface Looks {
  mode?: number | undefined
  /** Nanoseconds since 1970. */
  mtime?: bigint | undefined
}

/** Something of that name is already there, and it may not be replaced. */
export class AlreadyThereError extends Error {
  override readonly name = 'AlreadyThereError'
  readonly retryable = false
}

/**
 * Writes a file under a temporary name in its own folder and gives it its name when it is whole. Not synced to disk one
 * by one: after a power cut a restore is run again.
 *
 * @throws {AlreadyThereError} the name is taken and `overwrite` is not set.
 */
export async function writeFile(
  folder: Folder,
  name: string,
  content: AsyncIterable<Uint8Array>,
  { mode, mtime, overwrite }: Looks & { overwrite: boolean },
): Promise<void> {
  const temporary = folder.at(temporaryName())
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW
  const handle = await open(temporary, flags, mode === undefined ? 0o666 : 0o600)
  try {
    try {
      for await (const piece of content) await writeAll(handle, piece)
      if (mode !== undefined) await handle.chmod(mode)
      if (mtime !== undefined) setTimes(handle.fd, mtime)
    } finally {
      await handle.close()
    }
    await place(temporary, folder.at(name), overwrite)
  } catch (error) {
    await unlink(temporary).catch(() => {})
    throw error
  }
}

/** Makes a symlink; its target is text and never followed. */
export async function writeSymlink(
  folder: Folder,
  name: string,
  target: string,
  { mtime, overwrite }: Looks & { overwrite: boolean },
): Promise<void> {
  const first = folder.at(overwrite ? temporaryName() : name)
  await symlink(target, first).catch(taken)
  if (mtime !== undefined) setLinkTimes(first, mtime)
  if (overwrite) await rename(first, folder.at(name)).catch((error) => unlink(first).then(() => Promise.reject(error)))
}

async function place(temporary: string, final: string, overwrite: boolean): Promise<void> {
  if (overwrite) return rename(temporary, final)
  await link(temporary, final).catch(taken) // unlike rename, fails where the name is taken
  await unlink(temporary)
}

function taken(error: NodeJS.ErrnoException): never {
  throw error.code === 'EEXIST' ? new AlreadyThereError('It is already there') : error
}

function temporaryName(): string {
  return `.thaw-${randomBytes(8).toString('hex')}.part`
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length; )
    written += (await handle.write(bytes, written, bytes.length - written)).bytesWritten
}
