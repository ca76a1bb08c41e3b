import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { chunkSize } from './stored-metadata.ts'

/** A file being backed up: opened once, read in chunks from its start. */
export interface SourceFile extends AsyncDisposable {
  /** As the open file says: the path may have been given to another one meanwhile. */
  readonly size: number
  /** Nanoseconds since 1970. */
  readonly mtime: bigint
  readonly mode: number
  /** The next chunk: 4 MiB, less at the end of the file, empty behind it. */
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
      async read() {
        const chunk = await fill(handle, position, size - position).catch(translate)
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

/** Reads on until the chunk is full or the file ends. `expected` only saves memory: a file may have grown. */
async function fill(handle: FileHandle, position: number, expected: number): Promise<Buffer> {
  let buffer = Buffer.allocUnsafe(Math.min(Math.max(expected, 0) + 1, chunkSize))
  let filled = 0
  for (;;) {
    const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, position + filled)
    filled += bytesRead
    if (bytesRead === 0 || filled === chunkSize) return buffer.subarray(0, filled)
    if (filled === buffer.length) buffer = Buffer.concat([buffer], chunkSize)
  }
}
