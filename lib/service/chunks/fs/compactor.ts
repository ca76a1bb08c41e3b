import { unlink } from 'node:fs/promises'
import type { Log } from '#lib/log.ts'
import { ChunkDamagedError, ChunkMissingError, type ChunkMove, type ChunkRecord, type PackIndex } from '../../ports.ts'
import { packPath } from './layout.ts'
import { recordHeaderBytes } from './pack-format.ts'
import { type PackManifest, type Packs, packManifest } from './packs.ts'

const batchBytes = 4 * 2 ** 20
const lookAgainAfterMs = 24 * 60 * 60 * 1000

/** Frees packs of which less than half is needed: copies what is, moves the rows, then lets the old pack go. */
export class Compactor implements AsyncDisposable {
  readonly #packs: Packs
  readonly #retireAfterMs: number
  readonly #log: Log
  /** Packs nothing points to any more, readable until their timer fires for who looked a location up just before. */
  readonly #retired = new Map<number, NodeJS.Timeout>()
  /** Packs kept for their manifests, and what the index said of them then: not read again for a day. */
  readonly #kept = new Map<number, { chunks: number; at: number }>()
  #last: Promise<unknown> = Promise.resolve()

  constructor(packs: Packs, retireAfterMs: number, log: Log) {
    this.#packs = packs
    this.#retireAfterMs = retireAfterMs
    this.#log = log
  }

  /** One run at a time. */
  compact(index: PackIndex): Promise<{ packs: number; bytes: number }> {
    const run = this.#last.then(() => this.#compact(index))
    this.#last = run.catch(() => {})
    return run
  }

  /** Deletes the retired packs: nobody reads any more. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const [pack, timer] of this.#retired) {
      clearTimeout(timer)
      await this.#delete(pack)
    }
  }

  async #compact(index: PackIndex): Promise<{ packs: number; bytes: number }> {
    const freed = { packs: 0, bytes: 0 }
    for (const { pack, size, chunks } of await this.#candidates(index)) {
      const copied = await this.#rewrite(pack, size, index)
      if (copied === undefined) {
        this.#kept.set(pack, { chunks, at: performance.now() })
        continue
      }
      this.#retire(pack)
      freed.packs++
      freed.bytes += size - copied
    }
    return freed
  }

  /** Packs less than half full of what rows point to; first those that need the fewest bytes copied. */
  async #candidates(index: PackIndex): Promise<{ pack: number; size: number; chunks: number; bytes: number }[]> {
    const candidates: { pack: number; size: number; chunks: number; bytes: number }[] = []
    for (const pack of this.#packs.numbers()) {
      // Asked before the index is: a row that commits later belongs to a chunk held now.
      if (!this.#packs.isSettled(pack)) continue
      const size = this.#packs.sizeOf(pack)
      const { chunks, bytes } = await index.usage(pack)
      if (2 * (bytes + chunks * recordHeaderBytes) >= size) continue
      const kept = this.#kept.get(pack)
      if (kept?.chunks === chunks && performance.now() - kept.at < lookAgainAfterMs) continue
      candidates.push({ pack, size, chunks, bytes })
    }
    return candidates.sort((a, b) => a.bytes - b.bytes)
  }

  /** Copies what is needed and moves its rows; the bytes copied, or undefined where too much is needed. */
  async #rewrite(pack: number, size: number, index: PackIndex): Promise<number | undefined> {
    const chunks = await index.chunksIn(pack)
    const manifests = await this.#neededManifests(pack, index)
    const needed = [...chunks, ...manifests].reduce((sum, { length }) => sum + recordHeaderBytes + length, 0)
    if (2 * needed >= size) return undefined
    await this.#packs.keepDamagedStretches(pack)
    const moves: ChunkMove[] = []
    for (const batch of batches(chunks)) {
      const moved = await Promise.all(batch.map((chunk) => this.#copy(chunk)))
      moves.push(...moved.filter((move) => move !== undefined))
    }
    for (const batch of batches(manifests)) {
      await Promise.all(batch.map((manifest) => this.#packs.copyManifest(manifest)))
    }
    if (moves.length > 0) await index.relocate(moves)
    return needed
  }

  async #neededManifests(pack: number, index: PackIndex): Promise<PackManifest[]> {
    const needed: PackManifest[] = []
    const all: PackManifest[] = []
    for await (const record of this.#packs.scan(pack)) {
      const manifest = packManifest(record)
      if (manifest) all.push(manifest)
    }
    for (const batch of batches(all)) {
      const answers = await index.needed(batch)
      needed.push(...batch.filter((_, i) => answers[i]))
    }
    return needed
  }

  /** A damaged chunk stays where its row says: its bytes are in quarantine, and reads say so. */
  async #copy(chunk: ChunkRecord): Promise<ChunkMove | undefined> {
    try {
      return { chunk, to: await this.#packs.copyChunk(chunk) }
    } catch (error) {
      if (error instanceof ChunkDamagedError || error instanceof ChunkMissingError) return undefined
      throw error
    }
  }

  #retire(pack: number): void {
    this.#packs.retire(pack)
    const timer = setTimeout(() => this.#delete(pack), this.#retireAfterMs)
    timer.unref()
    this.#retired.set(pack, timer)
  }

  async #delete(pack: number): Promise<void> {
    this.#retired.delete(pack)
    try {
      await this.#packs.forget(pack)
      await unlink(packPath(this.#packs.layout, pack))
    } catch (error) {
      this.#log.warn({ err: error, pack }, 'A pack that is no longer needed could not be deleted; the next run will')
    }
  }
}

function* batches<T extends { length: number }>(items: T[]): Generator<T[]> {
  let batch: T[] = []
  let bytes = 0
  for (const item of items) {
    batch.push(item)
    bytes += recordHeaderBytes + item.length
    if (bytes < batchBytes) continue
    yield batch
    batch = []
    bytes = 0
  }
  if (batch.length > 0) yield batch
}
