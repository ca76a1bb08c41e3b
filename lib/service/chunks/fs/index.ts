import { mkdirSync } from 'node:fs'
import { type Log, silent } from '#lib/log.ts'
import {
  type ChunkCondition,
  type ChunkExpectation,
  type ChunkHold,
  type ChunkRecord,
  type ChunkStore,
  type ManifestRecord,
  type PackIndex,
  type Sha256,
  type StoredManifest,
  type StoreEntry,
  StoreUnavailableError,
} from '../../ports.ts'
import { verifiedBlocks } from './body.ts'
import { ChunkFiles } from './chunk-files.ts'
import { Compactor } from './compactor.ts'
import { asPortError } from './failures.ts'
import { Hold, Holds } from './holds.ts'
import { type Layout, layoutOf } from './layout.ts'
import { Packs } from './packs.ts'
import { Quarantine } from './quarantine.ts'
import { Reader } from './reader.ts'
import { freeBytesOf, WriteGuard } from './write-guard.ts'

export interface FsChunkStoreOptions {
  /** The versioned folder, `<data>/v1`; made when it is not there. */
  directory: string
  /** Chunks below this many bytes are packed. 64 KiB. */
  packBelow?: number
  /** A pack is closed once it has this many bytes. 64 MiB. */
  packBytes?: number
  /** Writes are refused where they would leave less than this free on the volume. 64 MiB. */
  reserveBytes?: number
  /** How long a pack stays readable after its rows have moved. A minute. */
  retireAfterMs?: number
  /** Sequences below were given to records already, whether these are there or not. 1. */
  sequencesFrom?: number | undefined
  log?: Log
}

/**
 * Opens the chunk store of one folder; one at a time, which `openStore` sees to.
 *
 * @throws {StoreUnavailableError} the disk refused.
 */
export async function openFsChunkStore(options: FsChunkStoreOptions): Promise<ChunkStore> {
  const { directory, packBelow = 2 ** 16, packBytes = 2 ** 26, reserveBytes = 2 ** 26 } = options
  const { retireAfterMs = 60_000, sequencesFrom = 1, log = silent } = options
  const layout = layoutOf(directory)
  try {
    mkdirSync(layout.tmp, { recursive: true, mode: 0o700 })
    const guard = new WriteGuard(directory, reserveBytes, log)
    const reader = new Reader()
    const quarantine = new Quarantine(layout.quarantine, log)
    const files = new ChunkFiles(layout, guard, reader, quarantine)
    await files.prepare()
    const packs = await Packs.open(layout, guard, reader, quarantine, { packBytes, sequencesFrom }, log)
    const compactor = new Compactor(packs, retireAfterMs, log)
    return new FsChunkStore({ layout, packBelow, guard, quarantine, files, packs, reader, compactor })
  } catch (error) {
    throw withPath(asPortError(error))
  }
}

/** Who starts Thaw has to know which file it is about. */
function withPath(error: unknown): unknown {
  if (!(error instanceof StoreUnavailableError)) return error
  const { path } = (error.cause ?? {}) as { path?: unknown }
  return typeof path === 'string' ? new StoreUnavailableError(`${path}: ${error.message}`, { cause: error }) : error
}

interface Parts {
  layout: Layout
  packBelow: number
  guard: WriteGuard
  quarantine: Quarantine
  reader: Reader
  files: ChunkFiles
  packs: Packs
  compactor: Compactor
}

class FsChunkStore implements ChunkStore {
  readonly #parts: Parts
  readonly #holds = new Holds()
  readonly #running = new Set<Promise<unknown>>()
  #closed = false

  constructor(parts: Parts) {
    this.#parts = parts
  }

  hold(checksum: Sha256): Promise<ChunkHold> {
    return this.#holds.hold(checksum)
  }

  put(hold: ChunkHold, body: AsyncIterable<Uint8Array>, expected: ChunkExpectation, known?: ChunkRecord) {
    return this.#run(async () => {
      if (!(hold instanceof Hold) || hold.disposed || hold.checksum !== expected.checksum)
        throw new TypeError('A chunk is put under a hold of its own checksum')
      this.#parts.guard.assertWritable()
      if (known && known.checksum !== expected.checksum)
        throw new TypeError('What is known of a chunk is of the same checksum')
      if (known && (await this.#sound(known))) {
        for await (const _ of verifiedBlocks(body, expected));
        return { chunk: known, written: false }
      }
      if (expected.length < this.#parts.packBelow) {
        const location = await this.#parts.packs.put(hold, body, expected)
        return { chunk: { ...expected, location }, written: true }
      }
      const written = await this.#parts.files.put(body, expected)
      return { chunk: { ...expected, location: { kind: 'file' as const } }, written }
    })
  }

  get(chunk: ChunkRecord, signal?: AbortSignal): Promise<Buffer> {
    return this.#run(async () => {
      signal?.throwIfAborted()
      const { location } = chunk
      const { files, packs } = this.#parts
      const bytes = location.kind === 'file' ? await files.get(chunk) : await packs.get(chunk, location)
      signal?.throwIfAborted()
      return bytes
    })
  }

  getMany(chunks: readonly ChunkRecord[], signal?: AbortSignal): Promise<(Buffer | Error)[]> {
    return this.#run(async () => {
      const packed = chunks.flatMap(({ location, ...chunk }, position) =>
        location.kind === 'pack' ? [{ ...chunk, location, position }] : [],
      )
      const payloads = await this.#parts.packs.getMany(packed)
      const whole = new Map(packed.map(({ position }, i) => [position, payloads[i]]))
      return Promise.all(chunks.map((chunk, i) => whole.get(i) ?? orError(this.get(chunk, signal), signal)))
    })
  }

  condition(chunk: ChunkRecord): Promise<ChunkCondition> {
    const { files, packs } = this.#parts
    const { location } = chunk
    return this.#run(() => (location.kind === 'file' ? files.condition(chunk) : packs.condition(chunk, location)))
  }

  suspects(): Promise<Sha256[]> {
    return this.#run(() => this.#parts.quarantine.suspects())
  }

  appendManifest(record: ManifestRecord): Promise<number> {
    return this.#run(() => this.#parts.packs.appendManifest(record))
  }

  nextSequence(): number {
    return this.#parts.packs.nextSequence()
  }

  manifestsFrom(sequence: number): AsyncGenerator<StoredManifest> {
    return this.#parts.packs.manifestsFrom(sequence)
  }

  remove(candidates: ChunkRecord[], forget: (chunks: ChunkRecord[]) => Promise<ChunkRecord[]>) {
    return this.#run(async () => {
      this.#parts.guard.assertWritable()
      using claim = this.#holds.claim(candidates)
      const claimed = new Set(claim.chunks.map((chunk) => chunk.checksum))
      const answer = claimed.size > 0 ? await forget(claim.chunks) : []
      const forgotten = answer.filter((chunk) => claimed.has(chunk.checksum))
      await this.#parts.files.remove(forgotten.filter((chunk) => chunk.location.kind === 'file'))
      return { chunks: forgotten.length, bytes: forgotten.reduce((sum, chunk) => sum + chunk.length, 0) }
    })
  }

  compact(index: PackIndex): Promise<{ packs: number; bytes: number }> {
    return this.#run(async () => {
      this.#parts.guard.assertWritable()
      return await this.#parts.compactor.compact(index)
    })
  }

  async *entries(options: { unhashed?: boolean } = {}): AsyncGenerator<StoreEntry> {
    for await (const chunk of this.#parts.files.entries()) yield { kind: 'chunk', chunk }
    yield* this.#parts.packs.entries(options.unhashed)
  }

  files(before: number): AsyncGenerator<ChunkRecord> {
    return this.#parts.files.entries(before)
  }

  usage(): Promise<{ storedBytes: number; freeBytes: number }> {
    return this.#run(async () => ({
      storedBytes: (await this.#parts.files.totalBytes()) + this.#parts.packs.totalBytes(),
      freeBytes: await freeBytesOf(this.#parts.layout.chunks),
    }))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    await Promise.allSettled(this.#running)
    await this.#parts.compactor[Symbol.asyncDispose]()
    await this.#parts.packs[Symbol.asyncDispose]()
    await this.#parts.reader[Symbol.asyncDispose]()
  }

  /** @param chunk as the index has it: what is not like that is damaged and goes into quarantine. */
  #sound({ location, ...chunk }: ChunkRecord): Promise<boolean> {
    return location.kind === 'file' ? this.#parts.files.sound(chunk) : this.#parts.packs.sound(chunk, location)
  }

  async #run<T>(task: () => Promise<T>): Promise<T> {
    if (this.#closed) throw new StoreUnavailableError('The store is closed')
    const run = task()
    this.#running.add(run)
    try {
      return await run
    } catch (error) {
      throw asPortError(error)
    } finally {
      this.#running.delete(run)
    }
  }
}

/** A failure as an answer; an abort stays a failure. */
function orError<T>(answer: Promise<T>, signal: AbortSignal | undefined): Promise<T | Error> {
  return answer.catch((error) => {
    signal?.throwIfAborted()
    return error
  })
}
