import type { Readable } from 'node:stream'
import { type SourceFile, SourceFileError } from './source-file.ts'

/** What comes once and cannot be asked again: standard input, a pipe. */
export interface SourceStream extends SourceFile {
  readonly isEmpty: boolean
}

/**
 * A stream as the content of one file, of this moment and for its owner only. Resolves when the first byte is there, or
 * the end.
 *
 * @param label what a person calls it, for errors.
 * @throws {SourceFileError} here and from `read`: the stream failed. That what fills it has failed cannot be seen from
 * here: its end looks like any other.
 */
export async function openSourceStream(stream: Readable, label: string, signal: AbortSignal): Promise<SourceStream> {
  signal.addEventListener('abort', () => stream.destroy(signal.reason), { once: true })
  const pieces = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  let rest: Buffer = Buffer.alloc(0)
  let ended = false

  /** Waits for bytes. */
  async function more(): Promise<void> {
    const { value, done } = await pieces.next().catch((error) => {
      signal.throwIfAborted()
      throw new SourceFileError(label, error)
    })
    if (done) ended = true
    else rest = value
  }

  while (rest.length === 0 && !ended) await more()
  return {
    isEmpty: rest.length === 0,
    size: 0,
    mtime: BigInt(Date.now()) * 1_000_000n,
    mode: 0o600,
    facts: {},
    xattrs: () => ({ found: [], unread: [] }),
    seen: undefined,
    async read(length) {
      const parts: Buffer[] = []
      let filled = 0
      while (filled < length) {
        while (rest.length === 0 && !ended) await more()
        if (ended) break
        const part = rest.subarray(0, length - filled)
        rest = rest.subarray(part.length)
        parts.push(part)
        filled += part.length
      }
      return Buffer.concat(parts)
    },
    changed: async () => false,
    async [Symbol.asyncDispose]() {
      stream.destroy()
    },
  }
}
