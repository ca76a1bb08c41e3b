import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import type { EntryFacts } from '#lib/browse/metadata.ts'
import { type FoundXattrs, readXattrs } from '#lib/posix/xattrs.ts'
import { factsOf } from './entry-facts.ts'
import { formatSeen, type IgnoredIdentity, isSettled } from './seen.ts'
import { holdPath, type SourceFolder } from './source-folder.ts'

/**
 * A file being backed up: opened once and read to its end, whatever `stat` says of its size (0 in /proc). Only a file that
 * has grown since is read no further than the size it had, so that a log never keeps a backup from ending.
 */
export interface SourceFile extends AsyncDisposable {
  /** As the open file says: the path may have been given to another one meanwhile. */
  readonly size: number
  /** Nanoseconds since 1970. */
  readonly mtime: bigint
  readonly mode: number
  /** Its owner and more. */
  readonly facts: EntryFacts
  xattrs(): FoundXattrs
  /** `formatSeen` of what is read; undefined where a later write could look the same. */
  readonly seen: string | undefined
  /** The next bytes: `length` of them, less at the end, none behind it. */
  read(length: number): Promise<Buffer>
  /** Whether anybody wrote to the file, or changed it otherwise, since it was opened. */
  changed(): Promise<boolean>
}

/** A file on disk cannot be read; the system's error is the `cause`. */
export class SourceFileError extends Error {
  override readonly name = 'SourceFileError'
  readonly retryable = false
  readonly path: string
  constructor(path: string, cause: unknown) {
    super(`${path}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
    this.path = path
  }
}

/**
 * @param at where it lies; with its folder, nobody can slip in a symlink on the way.
 * @throws {SourceFileError} here and from every method but the disposal.
 */
export async function openSourceFile(
  at: { path: string; folder?: SourceFolder | undefined },
  { ignoreCtime }: IgnoredIdentity = {},
): Promise<SourceFile> {
  const { path } = at
  const translate = (cause: unknown): never => {
    throw new SourceFileError(path, cause)
  }
  const handle = await openAt(at).catch(translate)
  try {
    const facts = await handle.stat({ bigint: true })
    if (!facts.isFile()) throw new Error('it is no regular file any more')
    const identity = { ctime: facts.ctimeNs, inode: facts.ino }
    const settled = isSettled(identity, Date.now())
    let position = 0
    const size = Number(facts.size)
    const grew = async () => (await handle.stat({ bigint: true })).size > facts.size
    return {
      size,
      mtime: facts.mtimeNs,
      mode: Number(facts.mode) & 0o7777,
      facts: factsOf(facts),
      xattrs() {
        try {
          return readXattrs(handle.fd)
        } catch (error) {
          return translate(error)
        }
      },
      seen: settled ? formatSeen(identity) : undefined,
      async read(length) {
        let chunk = await fill(handle, position, length).catch(translate)
        const beyond = position + chunk.length - size
        if (beyond > 0 && (await grew().catch(translate))) chunk = chunk.subarray(0, Math.max(chunk.length - beyond, 0))
        position += chunk.length
        return chunk
      },
      async changed() {
        const now = await handle.stat({ bigint: true }).catch(translate)
        if (now.size !== facts.size || now.mtimeNs !== facts.mtimeNs) return true
        return !ignoreCtime && now.ctimeNs !== facts.ctimeNs
      },
      // Nothing was written: what a disk says when the file is closed changes nothing.
      [Symbol.asyncDispose]: () => handle.close().catch(() => {}),
    }
  } catch (error) {
    await handle.close().catch(() => {})
    return translate(error)
  }
}

async function openAt(at: { path: string; folder?: SourceFolder | undefined }): Promise<FileHandle> {
  using held = holdPath(at)
  // O_NONBLOCK: a pipe that took the file's place must not hold the backup up.
  return await open(held.path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
}

async function fill(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length)
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, position + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return buffer.subarray(0, filled)
}
