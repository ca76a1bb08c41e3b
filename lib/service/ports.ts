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
 * Keeps one checksum from being removed. Hold it from before the index is asked for the chunk's location until the
 * row that refers to the chunk has committed.
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

export interface ChunkStore extends AsyncDisposable {
  /**
   * Waits while the checksum is being removed, then keeps it from being removed until the hold is disposed.
   * May be held many times at once.
   */
  hold(checksum: Sha256): Promise<ChunkHold>

  /**
   * Reads `body` to its end and makes exactly the expected bytes durable: when it resolves, a power cut loses nothing.
   * With `known` (the location the index gave under the same hold) the body is only verified, unless the bytes there
   * are gone or damaged: then they are written again. May be called many times with the same bytes, also at once.
   *
   * @throws {ChunkMismatchError} length or SHA-256 differ from what was expected; nothing is left behind.
   * @throws {StoreUnavailableError} the disk refused (full, I/O error); nothing is left behind.
   */
  put(
    hold: ChunkHold,
    body: AsyncIterable<Uint8Array>,
    expected: ChunkExpectation,
    known?: ChunkLocation,
  ): Promise<{ chunk: ChunkRecord; written: boolean }>

  /**
   * The chunk's bytes, whole, length and SHA-256 checked. A mismatch is read once more past the cache before it counts.
   *
   * @throws {ChunkDamagedError} the bytes are there but wrong (quarantined, kept for inspection).
   * @throws {ChunkMissingError} the bytes are not there. Only a real "not found" counts; any other failure is
   *   {@link StoreUnavailableError}.
   */
  get(chunk: ChunkRecord, signal?: AbortSignal): Promise<Buffer>

  /** Appends a record and makes it durable before it resolves (one fsync a commit group). */
  appendManifest(record: ManifestRecord): Promise<void>

  /**
   * Removes the bytes of chunks nothing refers to. Held chunks are left out; `forget` is called with the others, must
   * make the index forget them durably and return those it forgot; only these are deleted. Packs whose live bytes
   * fall under half are rewritten through `relocate`, which must make the index point at the new places durably.
   */
  remove(
    candidates: ChunkRecord[],
    forget: (chunks: ChunkRecord[]) => Promise<ChunkRecord[]>,
  ): Promise<{ chunks: number; bytes: number }>

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

export class StoreUnavailableError extends StoreError {
  override readonly name = 'StoreUnavailableError'
  readonly retryable = true
}
