import { constants, mkdirSync, readdirSync, type Stats, statSync } from 'node:fs'
import { access, link, lstat, open, readdir, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { KeyedLock } from '../../keyed-lock.ts'
import {
  type ChunkCondition,
  ChunkDamagedError,
  type ChunkExpectation,
  ChunkMissingError,
  type ChunkRecord,
  type Sha256,
} from '../../ports.ts'
import { verifiedBlocks } from './body.ts'
import { codeOf } from './failures.ts'
import { FolderSync } from './folder-sync.ts'
import { base64Of, chunkPath, hexOf, type Layout, shardFolder, shards, temporaryPath } from './layout.ts'
import type { Quarantine } from './quarantine.ts'
import type { Reader } from './reader.ts'
import { VerifiedChunks } from './verified-chunks.ts'
import { writeFully } from './write-fully.ts'
import type { WriteGuard } from './write-guard.ts'

const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants

/** Chunks as content-addressed files, `chunks/ab/<hex sha256>`: whole and durable before they have their name. */
export class ChunkFiles {
  readonly #layout: Layout
  readonly #guard: WriteGuard
  readonly #reader: Reader
  readonly #quarantine: Quarantine
  readonly #folders: FolderSync
  /** What happens to one chunk's name happens one after another: publishing, undoing it, quarantine. */
  readonly #names = new KeyedLock()
  readonly #verified = new VerifiedChunks()
  #counted: Promise<number> | undefined
  /** Bytes that came and went since the count began. */
  #change = 0

  constructor(layout: Layout, guard: WriteGuard, reader: Reader, quarantine: Quarantine) {
    this.#layout = layout
    this.#guard = guard
    this.#reader = reader
    this.#quarantine = quarantine
    this.#folders = new FolderSync((path) => guard.syncFolder(path))
  }

  /** Makes the folders there are not yet, so that later only the last one needs a sync. */
  async prepare(): Promise<void> {
    mkdirSync(this.#layout.chunks, { recursive: true, mode: 0o700 })
    const present = new Set(readdirSync(this.#layout.chunks))
    const absent = shards.filter((shard) => !present.has(shard))
    for (const shard of absent) mkdirSync(join(this.#layout.chunks, shard), { mode: 0o700 })
    if (absent.length > 0) await this.#guard.syncFolder(this.#layout.chunks)
  }

  /** Writes the body; `false` when the same bytes were there already. */
  async put(body: AsyncIterable<Uint8Array>, expected: ChunkExpectation): Promise<boolean> {
    await this.#guard.admit(expected.length)
    const temporary = temporaryPath(this.#layout)
    const file = await open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600)
    try {
      try {
        let position = 0
        let writing = Promise.resolve()
        for await (const block of verifiedBlocks(body, expected)) {
          await writing
          writing = writeFully(file, block, position)
          writing.catch(() => {}) // awaited below or in the next turn
          for (const piece of block) position += piece.length
        }
        await writing
        await this.#guard.sync(file)
      } finally {
        await file.close()
      }
      return await this.#names.run(expected.checksum, () => this.#publish(temporary, expected))
    } finally {
      await unlink(temporary).catch(() => {}) // what stays is swept with the other temporary files
    }
  }

  /**
   * Whether good bytes lie under the name. Hashes them unless this process has seen them good. Damaged ones go.
   *
   * @param expected what the index says, or what bytes at hand have proven; never what somebody merely claims.
   */
  sound(expected: ChunkExpectation): Promise<boolean> {
    return this.#names.run(expected.checksum, () => this.#sound(expected))
  }

  async get(chunk: ChunkExpectation, signal?: AbortSignal): Promise<Buffer> {
    const hex = hexOf(chunk.checksum)
    const path = chunkPath(this.#layout, hex)
    const first = await this.#reader.read({ path, length: chunk.length, direct: false, keep: true })
    signal?.throwIfAborted()
    if (first.kind === 'read' && first.checksum === chunk.checksum) {
      this.#verified.add(chunk.checksum)
      return first.bytes!
    }
    if (first.kind === 'missing') throw await this.#absent(chunk.checksum)
    return this.#names.run(chunk.checksum, async () => {
      const second = await this.#reader.read({ path, length: chunk.length, direct: true, keep: true })
      if (second.kind === 'read' && second.checksum === chunk.checksum) return second.bytes!
      if (second.kind === 'missing') throw await this.#absent(chunk.checksum)
      const detail =
        second.kind === 'length'
          ? `its file does not have the ${chunk.length} bytes it should`
          : `its bytes have the SHA-256 ${second.checksum}`
      await this.#takeAway(chunk.checksum, detail)
      throw new ChunkDamagedError(chunk.checksum, detail)
    })
  }

  /** What the file's size and the quarantine say, without a read. */
  async condition({ checksum, length }: ChunkExpectation): Promise<ChunkCondition> {
    const facts = await factsOf(chunkPath(this.#layout, hexOf(checksum)))
    if (facts) return facts.size === length ? 'stored' : 'damaged'
    return (await this.#absent(checksum)) instanceof ChunkDamagedError ? 'damaged' : 'missing'
  }

  /** Deletes files the index has forgotten, then makes their going durable. */
  async remove(chunks: ChunkRecord[]): Promise<void> {
    const touched = new Set<string>()
    for (const { checksum, length } of chunks) {
      const hex = hexOf(checksum)
      this.#verified.delete(checksum)
      try {
        await unlink(chunkPath(this.#layout, hex))
        touched.add(shardFolder(this.#layout, hex))
        this.#change -= length
      } catch (error) {
        if (codeOf(error) !== 'ENOENT') throw error
      }
    }
    await Promise.all([...touched].map((folder) => this.#folders.sync(folder)))
  }

  /**
   * Bytes of all chunk files. Counted once, in about 3 s a million files, then kept up to date; right to within what
   * was written while it counted.
   */
  async totalBytes(): Promise<number> {
    this.#counted ??= this.#count().catch((error) => {
      this.#counted = undefined
      throw error
    })
    return (await this.#counted) + this.#change
  }

  async *entries(before = Number.POSITIVE_INFINITY): AsyncGenerator<ChunkRecord> {
    for (const shard of shards) {
      for (const name of (await readdir(join(this.#layout.chunks, shard))).sort()) {
        if (!/^[0-9a-f]{64}$/.test(name)) continue
        const facts = await factsOf(chunkPath(this.#layout, name))
        if (facts && facts.mtimeMs < before)
          yield { checksum: base64Of(name), length: facts.size, location: { kind: 'file' } }
      }
    }
  }

  async #count(): Promise<number> {
    this.#change = 0
    let bytes = 0
    for (const shard of shards) {
      const folder = join(this.#layout.chunks, shard)
      for (const [i, name] of readdirSync(folder).entries()) {
        bytes += statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0
        if (i % 1000 === 999) await setImmediate()
      }
      await setImmediate()
    }
    return bytes
  }

  async #publish(temporary: string, expected: ChunkExpectation): Promise<boolean> {
    const hex = hexOf(expected.checksum)
    const path = chunkPath(this.#layout, hex)
    let written = await linked(temporary, path)
    if (!written && !(await this.#sound(expected))) {
      await link(temporary, path)
      written = true
    }
    try {
      // Also for bytes found in place: who put them there may not have made the name durable yet.
      await this.#folders.sync(shardFolder(this.#layout, hex))
    } catch (error) {
      if (written) await unlink(path)
      throw error
    }
    this.#verified.add(expected.checksum)
    if (written) this.#change += expected.length
    return written
  }

  async #sound(expected: ChunkExpectation): Promise<boolean> {
    const path = chunkPath(this.#layout, hexOf(expected.checksum))
    const facts = await factsOf(path)
    if (!facts) return false
    if (facts.size === expected.length && this.#verified.has(expected.checksum)) return true
    for (const direct of [false, true]) {
      const found = await this.#reader.read({ path, length: expected.length, direct, keep: false })
      if (found.kind === 'missing') return false
      if (found.kind === 'read' && found.checksum === expected.checksum) {
        this.#verified.add(expected.checksum)
        return true
      }
    }
    await this.#takeAway(expected.checksum, 'its file does not have the bytes its name promises')
    return false
  }

  async #takeAway(checksum: Sha256, detail: string): Promise<void> {
    this.#verified.delete(checksum)
    const hex = hexOf(checksum)
    await this.#quarantine.takeFile(hex, chunkPath(this.#layout, hex), detail)
  }

  /** "Not found" counts only while the folder itself is there: a volume can be gone. */
  async #absent(checksum: Sha256): Promise<Error> {
    await access(shardFolder(this.#layout, hexOf(checksum)))
    return (await this.#quarantine.hasFile(hexOf(checksum)))
      ? new ChunkDamagedError(checksum, 'its file is in quarantine')
      : new ChunkMissingError(checksum)
  }
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

async function factsOf(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}
