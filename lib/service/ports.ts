/**
 * The ports of the storage service: what the engine needs from a place that keeps bytes. The index port stands in
 * `index-store.ts`. Adapters live in `chunks/*` and `index/*`; each runs the contract suite beside its port.
 *
 * Order of every write (docs/ARCHITECTURE.md, "Write order"): bytes first, row second, delete later.
 */

/** SHA-256 as standard base64 with padding, 44 characters: the form it has on the wire. */
export type Sha256 = string

/** Where a chunk's bytes lie. A file's path follows from the checksum alone; a pack's does not. */
export type ChunkLocation = { kind: 'file' } | { kind: 'pack'; pack: number; offset: number }

export type ChunkCondition = 'stored' | 'damaged' | 'missing'

/** A chunk as the index knows it. `length` in bytes, 1 to 64 MiB. */
export interface ChunkRecord {
  checksum: Sha256
  length: number
  location: ChunkLocation
}

/** What a chunk's bytes are promised to be; `put` refuses anything else. */
export interface ChunkExpectation {
  length: number
  checksum: Sha256
}

/**
 * Keeps one checksum from being removed, and the pack its bytes were appended to from being retired. Hold it from
 * before the index is asked for the chunk's location until the row that refers to the chunk has committed. Disposing
 * twice is harmless.
 */
export interface ChunkHold extends Disposable {
  readonly checksum: Sha256
}

/** A record that lets the index be rebuilt from the packs alone: a job's or an object's history, one JSON value. */
export interface ManifestRecord {
  kind: 'job' | 'object'
  /** UTF-8 JSON, at most 16 MiB. */
  json: string
}

/**
 * A manifest as it lies in a pack. Later records have greater sequences, also across restarts and compaction; two with
 * the same sequence are one record and its copy.
 */
export interface StoredManifest extends ManifestRecord {
  sequence: number
}

/**
 * One thing found on disk. `damaged` is a stretch of a pack that is no whole record: flipped bytes, or the tail of a
 * write that was never acknowledged. A chunk is `damaged` where its bytes are known to be wrong; where that much can be
 * read of its record, it is told beside the stretch. Of a file, name and length are told as they are found.
 */
export type StoreEntry =
  | { kind: 'chunk'; chunk: ChunkRecord; damaged?: true }
  | { kind: 'manifest'; manifest: StoredManifest }
  | { kind: 'damaged'; pack: number; offset: number; length: number }

/** A packed chunk that was copied; `chunk.location` is where the index has it, `to` where it lies now as well. */
export interface ChunkMove {
  chunk: ChunkRecord
  to: ChunkLocation
}

/** What {@link ChunkStore.compact} asks of the index. */
export interface PackIndex {
  /** How many rows point into this pack and the sum of their lengths in bytes. */
  usage(pack: number): Promise<{ chunks: number; bytes: number }>
  /** The rows that point into this pack, at most 65,536, in any order. */
  chunksIn(pack: number): Promise<ChunkRecord[]>
  /** Points the rows at the new places, durably, in one transaction. A row that is gone or no longer stands at
   * `chunk.location` is left alone. */
  relocate(moves: ChunkMove[]): Promise<void>
  /**
   * Which of these records a rebuild of the index still needs, answer by answer in their order. False only for what is
   * gone for good: a record whose transaction has yet to commit is needed.
   */
  needed(manifests: StoredManifest[]): Promise<boolean[]>
}

export interface ChunkStore extends AsyncDisposable {
  /**
   * Waits while the checksum is being removed, then keeps it from being removed until the hold is disposed.
   * May be held many times at once.
   */
  hold(checksum: Sha256): Promise<ChunkHold>

  /**
   * Reads `body` to its end and makes exactly the expected bytes durable: when it resolves, a power cut loses nothing.
   * With `known` (what the index said of this checksum under the same hold) the body is only verified, unless the bytes
   * there are gone or damaged: then they are written again, `written` is true and the row must take the new location.
   * Whether they are damaged is judged by `known` alone: `expected` is what somebody claims until the body has proven it.
   * May be called many times with the same bytes, also at once. The pieces of `body` must not be reused by who yields
   * them. An error that `body` throws is passed on as it is.
   *
   * @throws {ChunkMismatchError} length or SHA-256 differ from what was expected; nothing is left behind. Reading stops
   *   at the first byte too many.
   * @throws {StoreUnavailableError} the disk refused (full, I/O error); nothing is left behind. The body may be unread.
   */
  put(
    hold: ChunkHold,
    body: AsyncIterable<Uint8Array>,
    expected: ChunkExpectation,
    known?: ChunkRecord,
  ): Promise<{ chunk: ChunkRecord; written: boolean }>

  /**
   * The chunk's bytes, whole, length and SHA-256 checked. A mismatch is read once more past the cache before it counts.
   * The buffer belongs to the caller. An aborted signal rejects with its reason.
   *
   * @throws {ChunkDamagedError} the bytes are there but wrong (quarantined, kept for inspection).
   * @throws {ChunkMissingError} the bytes are not there. Only a real "not found" counts; any other failure is
   *   {@link StoreUnavailableError}.
   */
  get(chunk: ChunkRecord, signal?: AbortSignal): Promise<Buffer>

  /**
   * Many chunks, what lies side by side read together; answer by answer in their order, each as {@link get} gives it or
   * the error it throws. The buffers may be parts of one memory and must not be written to. An aborted signal rejects
   * with its reason.
   */
  getMany(chunks: readonly ChunkRecord[], signal?: AbortSignal): Promise<(Buffer | Error)[]>

  /**
   * What is known of a chunk's bytes without reading them: a damage nobody has read yet still counts as stored, bytes
   * put again count as stored at once.
   */
  condition(chunk: ChunkRecord): Promise<ChunkCondition>

  /** Chunks of which damaged bytes were ever found, at most 1,000; they may be whole again. */
  suspects(): Promise<Sha256[]>

  /** Appends a record and makes it durable before it resolves with its sequence (one fsync a commit group). */
  appendManifest(record: ManifestRecord): Promise<number>

  /** The sequence of the next record is this one or a later one; those of all records so far are below. */
  nextSequence(): number

  /** The records of this sequence and later ones, in any order, copies too. Reads only packs that may hold some. */
  manifestsFrom(sequence: number): AsyncIterable<StoredManifest>

  /**
   * Removes the bytes of chunks nothing refers to. Held chunks are left out; `forget` is called with the others, must
   * make the index forget them durably and return those it forgot (chunks it has no row for among them); only these are
   * deleted. A file is gone when it resolves; a packed chunk's bytes are freed by {@link compact}. While it runs, `hold`
   * waits for its checksums.
   *
   * @returns what was forgotten: chunks and their bytes.
   */
  remove(
    candidates: ChunkRecord[],
    forget: (chunks: ChunkRecord[]) => Promise<ChunkRecord[]>,
  ): Promise<{ chunks: number; bytes: number }>

  /**
   * Frees packs: one that holds nothing needed is deleted, one that is less than half needed is rewritten. Rows are
   * moved before their old pack goes, and a pack that rows pointed to stays readable for a minute more, so a location
   * looked up just before remains good. Call it after {@link remove}; it leaves alone what it need not touch.
   *
   * @returns packs and bytes freed, the copies already subtracted.
   */
  compact(index: PackIndex): Promise<{ packs: number; bytes: number }>

  /**
   * Everything that lies in the store, for rebuilding the index. Files first, then packs from the oldest to the newest:
   * of a chunk that lies in several, the last one was written last.
   *
   * @param options.unhashed leaves the bytes of packed chunks unchecked; manifests always are.
   */
  entries(options?: { unhashed?: boolean }): AsyncIterable<StoreEntry>

  /**
   * Chunks that were written before this time (milliseconds since the epoch) and stay until {@link remove} takes them:
   * files. What lies in a pack without a row goes with {@link compact}.
   */
  files(before: number): AsyncIterable<ChunkRecord>

  /** Bytes on disk and free bytes of the volume, for the dashboard and for refusing writes in time. */
  usage(): Promise<{ storedBytes: number; freeBytes: number }>
}

abstract class StoreError extends Error {
  /** True where the same call may succeed later without anybody doing anything. */
  abstract readonly retryable: boolean
}

export class ChunkMismatchError extends StoreError {
  override readonly name = 'ChunkMismatchError'
  readonly retryable = false
  readonly expected: ChunkExpectation
  readonly actual: Partial<ChunkExpectation>
  constructor(expected: ChunkExpectation, actual: Partial<ChunkExpectation>) {
    super(
      actual.length !== undefined && actual.length !== expected.length
        ? `The body has ${actual.length} bytes, ${expected.length} were announced`
        : `The body's SHA-256 is ${actual.checksum}, ${expected.checksum} was announced`,
    )
    this.expected = expected
    this.actual = actual
  }
}

export class ChunkDamagedError extends StoreError {
  override readonly name = 'ChunkDamagedError'
  readonly retryable = false
  readonly checksum: Sha256
  constructor(checksum: Sha256, detail: string) {
    super(`Chunk ${checksum} is damaged on disk: ${detail}`)
    this.checksum = checksum
  }
}

export class ChunkMissingError extends StoreError {
  override readonly name = 'ChunkMissingError'
  readonly retryable = false
  readonly checksum: Sha256
  constructor(checksum: Sha256) {
    super(`Chunk ${checksum} is not in the store`)
    this.checksum = checksum
  }
}

/** The disk refused or the store is closed; the message is a plain sentence, the cause the operating system's error. */
export class StoreUnavailableError extends StoreError {
  override readonly name = 'StoreUnavailableError'
  readonly retryable = true
  /** No room is left: somebody has to make some. */
  readonly isFull: boolean
  constructor(message: string, options: { isFull?: boolean; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.isFull = options.isFull ?? false
  }
}
