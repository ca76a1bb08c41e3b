import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { codeOf } from './failures.ts'
import { type Layout, packPath } from './layout.ts'

interface Opened {
  file: Promise<FileHandle>
  users: number
  /** No longer in the cache: closed by its last user. */
  dropped: boolean
}

/** Read handles of the packs used last. */
export class PackFiles implements AsyncDisposable {
  readonly #layout: Layout
  readonly #limit: number
  readonly #opened = new Map<number, Opened>()

  constructor(layout: Layout, limit = 32) {
    this.#layout = layout
    this.#limit = limit
  }

  /** Up to `length` bytes from `offset`; undefined where there is no such pack. */
  async read(pack: number, offset: number, length: number): Promise<Buffer | undefined> {
    const opened = this.#take(pack)
    try {
      const file = await opened.file
      const buffer = Buffer.allocUnsafeSlow(length)
      let read = 0
      while (read < length) {
        const { bytesRead } = await file.read(buffer, read, length - read, offset + read)
        if (bytesRead === 0) break
        read += bytesRead
      }
      return buffer.subarray(0, read)
    } catch (error) {
      this.#drop(pack)
      if (codeOf(error) === 'ENOENT') return undefined
      throw error
    } finally {
      opened.users--
      await closeUnused(opened)
    }
  }

  /** Lets go of a pack that is about to be deleted. */
  async forget(pack: number): Promise<void> {
    const opened = this.#drop(pack)
    if (opened) await closeUnused(opened)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#opened.keys()].map((pack) => this.forget(pack)))
  }

  #take(pack: number): Opened {
    let opened = this.#opened.get(pack)
    if (opened) this.#opened.delete(pack)
    else {
      const file = open(packPath(this.#layout, pack), constants.O_RDONLY | constants.O_NOFOLLOW)
      opened = { file, users: 0, dropped: false }
    }
    this.#opened.set(pack, opened)
    opened.users++
    if (this.#opened.size > this.#limit) void this.forget(this.#opened.keys().next().value!)
    return opened
  }

  #drop(pack: number): Opened | undefined {
    const opened = this.#opened.get(pack)
    if (!opened) return undefined
    this.#opened.delete(pack)
    opened.dropped = true
    return opened
  }
}

async function closeUnused(opened: Opened): Promise<void> {
  if (!opened.dropped || opened.users > 0) return
  const file = await opened.file.catch(() => undefined) // one that never opened needs no closing
  await file?.close()
}
