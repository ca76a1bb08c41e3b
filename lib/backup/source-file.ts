import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { readXattrs } from '#lib/posix/xattrs.ts'
import { factsOf } from './entry-facts.ts'
import type { EntryFacts } from './metadata.ts'
import { chunkSize } from './stored-metadata.ts'

/** A file being backed up: opened once, read in chunks up to the size it had then, so that a log never ends a backup. */
export interface SourceFile extends AsyncDisposable {
  /** As the open file says: the path may have been given to another one meanwhile. */
  readonly size: number
  /** Nanoseconds since 1970. */
  readonly mtime: bigint
  readonly mode: number
  /** Its owner and more. */
  readonly facts: EntryFacts
  xattrs(): ReturnType<typeof readXattrs>
  /** The next chunk: 4 MiB, less at the end, empty behind it. */
  read(): Promise<Buffer>
  /** Whether anybody wrote to the file since it was opened. */
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

/** @throws {SourceFileError} here and from every method. */
export async function openSourceFile(path: string): Promise<SourceFile> {
  const translate = (cause: unknown): never => {
    throw new SourceFileError(path, cause)
  }
  // O_NONBLOCK: a pipe that took the file's place must not hold the backup up.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
  const handle = await open(path, flags).catch(translate)
  try {
    const facts = await handle.stat({ bigint: true })
    if (!facts.isFile()) throw new Error('it is no regular file any more')
    let position = 0
    const size = Number(facts.size)
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
      async read() {
        const chunk = await fill(handle, position, Math.min(size - position, chunkSize)).catch(translate)
        position += chunk.length
        return chunk
      },
      async changed() {
        const now = await handle.stat({ bigint: true }).catch(translate)
        return now.size !== facts.size || now.mtimeNs !== facts.mtimeNs || position !== size
      },
      [Symbol.asyncDispose]: () => handle.close(),
    }
  } catch (error) {
    await handle.close()
    return translate(error)
  }
}

async function fill(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length)
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, position + filled)
    if (bytesRead === 0) break // it shrank
    filled += bytesRead
  }
  return buffer.subarray(0, filled)
}
