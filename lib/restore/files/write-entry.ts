import { closeSync, constants, ftruncateSync, openSync, symlinkSync, unlinkSync, writeSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { dataRuns } from './data-runs.ts'
import type { Folder } from './folder.ts'
import { applyLinkLooks, applyLooks, type Looks } from './looks.ts'
import { type Overwrite, takeName, taken } from './take-name.ts'
import { temporaryName } from './temporary-name.ts'

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
  looks: Manner,
): Promise<void> {
  const temporary = temporaryName()
  const handle = await open(folder.at(temporary), flags, looks.mode === undefined ? 0o666 : 0o600)
  try {
    try {
      let length = 0
      for await (const piece of content) {
        for (const { start, end } of looks.holes ? dataRuns(piece, length) : [{ start: 0, end: piece.length }])
          await writeAll(handle, piece.subarray(start, end), length + start)
        length += piece.length
      }
      if (looks.holes) await handle.truncate(length)
      applyLooks(handle.fd, looks)
    } finally {
      await handle.close()
    }
    takeName(folder, temporary, name, looks.overwrite)
  } catch (error) {
    remove(folder, temporary)
    throw error
  }
}

/** The same for a content that is there in one piece, without letting anything else run: for small ones. */
export function writeSmallFile(folder: Folder, name: string, content: Uint8Array, looks: Manner) {
  const temporary = temporaryName()
  const fd = openSync(folder.at(temporary), flags, looks.mode === undefined ? 0o666 : 0o600)
  try {
    try {
      for (const { start, end } of looks.holes ? dataRuns(content, 0) : [{ start: 0, end: content.length }])
        for (let at = start; at < end; ) at += writeSync(fd, content, at, end - at, at)
      if (looks.holes) ftruncateSync(fd, content.length)
      applyLooks(fd, looks)
    } finally {
      closeSync(fd)
    }
    takeName(folder, temporary, name, looks.overwrite)
  } catch (error) {
    remove(folder, temporary)
    throw error
  }
}

/**
 * Makes a symlink; its target is text and never followed. Where it may not replace it is made under its own name: not
 * every system can link to a symlink.
 */
export function writeSymlink(folder: Folder, name: string, target: string, looks: Manner): void {
  const { overwrite } = looks
  const first = overwrite ? temporaryName() : name
  try {
    symlinkSync(target, folder.at(first))
  } catch (error) {
    throw taken(error)
  }
  try {
    applyLinkLooks(folder.at(first), looks)
    if (overwrite) takeName(folder, first, name, overwrite)
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

async function writeAll(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let written = 0; written < bytes.length; )
    written += (await handle.write(bytes, written, bytes.length - written, position + written)).bytesWritten
}
