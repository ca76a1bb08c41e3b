import { closeSync, constants, fchmodSync, openSync, symlinkSync, unlinkSync, writeSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import type { Folder } from './folder.ts'
import { type Overwrite, takeName, taken } from './take-name.ts'
import { temporaryName } from './temporary-name.ts'
import { setLinkTimes, setTimes } from './times.ts'

/** How a thing looks once it is whole. Without a mode or time the system's defaults stay. */
export interface Looks {
  mode?: number | undefined
  /** Nanoseconds since 1970. */
  mtime?: bigint | undefined
}

type Manner = Looks & { overwrite: Overwrite }

const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW

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
  { mode, mtime, overwrite }: Manner,
): Promise<void> {
  const temporary = temporaryName()
  const handle = await open(folder.at(temporary), flags, mode === undefined ? 0o666 : 0o600)
  try {
    try {
      for await (const piece of content) await writeAll(handle, piece)
      if (mode !== undefined) await handle.chmod(mode)
      if (mtime !== undefined) setTimes(handle.fd, mtime)
    } finally {
      await handle.close()
    }
    takeName(folder, temporary, name, overwrite)
  } catch (error) {
    remove(folder, temporary)
    throw error
  }
}

/** The same for a content that is there in one piece, without letting anything else run: for small ones. */
export function writeSmallFile(folder: Folder, name: string, content: Uint8Array, { mode, mtime, overwrite }: Manner) {
  const temporary = temporaryName()
  const fd = openSync(folder.at(temporary), flags, mode === undefined ? 0o666 : 0o600)
  try {
    try {
      for (let at = 0; at < content.length; ) at += writeSync(fd, content, at)
      if (mode !== undefined) fchmodSync(fd, mode)
      if (mtime !== undefined) setTimes(fd, mtime)
    } finally {
      closeSync(fd)
    }
    takeName(folder, temporary, name, overwrite)
  } catch (error) {
    remove(folder, temporary)
    throw error
  }
}

/** Makes a symlink; its target is text and never followed. */
export function writeSymlink(folder: Folder, name: string, target: string, { mtime, overwrite }: Manner): void {
  const first = overwrite ? temporaryName() : name
  try {
    symlinkSync(target, folder.at(first))
  } catch (error) {
    throw taken(error)
  }
  if (mtime !== undefined) setLinkTimes(folder.at(first), mtime)
  if (!overwrite) return
  try {
    takeName(folder, first, name, overwrite)
  } catch (error) {
    remove(folder, first)
    throw error
  }
}

/** What it fails for is nothing beside what failed before. */
function remove(folder: Folder, temporary: string): void {
  try {
    unlinkSync(folder.at(temporary))
  } catch {}
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length; )
    written += (await handle.write(bytes, written, bytes.length - written)).bytesWritten
}
