import { mkdirSync } from 'node:fs'
import { access, readdir, stat } from 'node:fs/promises'
import type { Log } from '#lib/log.ts'
import {
  type ChunkCondition,
  ChunkDamagedError,
  type ChunkExpectation,
  ChunkMissingError,
  type ChunkRecord,
  type ManifestRecord,
  type Sha256,
  type StoredManifest,
  type StoreEntry,
} from '../../ports.ts'
import { verifiedBlocks } from './body.ts'
import { codeOf } from './failures.ts'
import type { Hold } from './holds.ts'
import { type Layout, packNumber, packPath } from './layout.ts'
import { PackFiles } from './pack-files.ts'
import { decodeRecordHeader, maxPayloadBytes, payloadChecksum, recordHeaderBytes } from './pack-format.ts'
import { type ScannedRecord, scanPack } from './pack-scan.ts'
import { stretchesOf } from './pack-stretches.ts'
import { type PackLimits, type PackLocation, PackWriter } from './pack-writer.ts'
import type { Quarantine } from './quarantine.ts'
import type { Reader } from './reader.ts'
import type { WriteGuard } from './write-guard.ts'

/** A manifest with the bytes of its payload. */
export interface PackManifest extends StoredManifest {
  length: number
}

interface Tail {
  lastPack: number
  nextSequence: number
  /** The last pack, where it ends with a whole record and may take more. */
  resumable?: { size: number; records: number }
}

/** Small chunks and manifests as records in pack files. */
export class Packs implements AsyncDisposable {
  readonly layout: Layout
  readonly #guard: WriteGuard
  readonly #reader: Reader
  readonly #quarantine: Quarantine
  readonly #files: PackFiles
  readonly #writer: PackWriter
  /** Bytes of each pack, acknowledged ones for the pack that grows. */
  readonly #sizes: Map<number, number>
  /** How many held chunks were appended to a pack: their rows may not have committed yet. */
  readonly #pins = new Map<number, number>()

  /** Reads the last pack to its end; see {@link tailOf} for what it makes of a torn one. */
  static async open(
    layout: Layout,
    guard: WriteGuard,
    reader: Reader,
    quarantine: Quarantine,
    { packBytes, sequencesFrom = 1 }: PackLimits & { sequencesFrom?: number | undefined },
    log: Log,
  ): Promise<Packs> {
    mkdirSync(layout.packs, { recursive: true, mode: 0o700 })
    const sizes = new Map<number, number>()
    for (const name of (await readdir(layout.packs)).sort()) {
      const pack = packNumber(name)
      if (pack !== undefined) sizes.set(pack, (await stat(packPath(layout, pack))).size)
    }
    const tail = await tailOf(layout, sizes, log)
    tail.nextSequence = Math.max(tail.nextSequence, sequencesFrom)
    const packs = new Packs(layout, guard, reader, quarantine, { packBytes }, sizes, tail)
    if (tail.resumable) await packs.#writer.resume(tail.lastPack, tail.resumable.size, tail.resumable.records)
    return packs
  }

  private constructor(
    layout: Layout,
    guard: WriteGuard,
    reader: Reader,
    quarantine: Quarantine,
    limits: PackLimits,
    sizes: Map<number, number>,
    tail: Tail,
  ) {
    this.layout = layout
    this.#guard = guard
    this.#reader = reader
    this.#quarantine = quarantine
    this.#sizes = sizes
    this.#files = new PackFiles(layout)
    this.#writer = new PackWriter(layout, guard, limits, tail, (pack, size) => sizes.set(pack, size))
  }

  async put(hold: Hold, body: AsyncIterable<Uint8Array>, expected: ChunkExpectation): Promise<PackLocation> {
    await this.#guard.admit(expected.length + recordHeaderBytes)
    const pieces: Uint8Array[] = []
    for await (const block of verifiedBlocks(body, expected)) pieces.push(...block)
    return await this.#writer.append('chunk', Buffer.concat(pieces), { onPlaced: (pack) => this.#pin(hold, pack) })
  }

  async appendManifest(manifest: ManifestRecord): Promise<number> {
    const payload = Buffer.from(manifest.json)
    if (payload.length > maxPayloadBytes)
      throw new RangeError(`A manifest of ${payload.length} bytes is longer than ${maxPayloadBytes}`)
    await this.#guard.admit(payload.length + recordHeaderBytes)
    let given = 0
    const onPlaced = (_pack: number, sequence: number) => {
      given = sequence
    }
    await this.#writer.append(manifest.kind, payload, { onPlaced })
    return given
  }

  nextSequence(): number {
    return this.#writer.nextSequence
  }

  /** From the newest pack back to the one that was begun before the sequence was given out. */
  async *manifestsFrom(sequence: number): AsyncGenerator<StoredManifest> {
    if (sequence >= this.nextSequence()) return
    for (const pack of this.numbers().reverse()) {
      const { firstSequence, records } = await scanPack(packPath(this.layout, pack), pack, true)
      for await (const record of records) {
        const manifest = packManifest(record)
        if (manifest && manifest.sequence >= sequence) yield manifest
      }
      if (firstSequence !== undefined && firstSequence <= sequence) return
    }
  }

  async get(expected: ChunkExpectation, location: PackLocation): Promise<Buffer> {
    if (this.#quarantine.hasPacked(expected.checksum, location))
      throw new ChunkDamagedError(expected.checksum, 'a copy of its bytes is in quarantine')
    const recordBytes = recordHeaderBytes + expected.length
    const record = await this.#files.read(location.pack, location.offset, recordBytes)
    if (!record) throw await this.#missing(expected.checksum)
    const payload = chunkIn(record, expected)
    if (payload) return payload
    const again = await this.#reader.read({
      path: packPath(this.layout, location.pack),
      offset: location.offset,
      length: recordBytes,
      direct: true,
      keep: true,
    })
    if (again.kind === 'missing') throw await this.#missing(expected.checksum)
    const bytes = again.kind === 'read' ? again.bytes! : record
    const secondPayload = chunkIn(bytes, expected)
    if (secondPayload) return secondPayload
    const detail =
      again.kind === 'length'
        ? `pack ${location.pack} ends before the chunk does`
        : `pack ${location.pack} has other bytes at ${location.offset}`
    await this.#quarantine.takePacked(expected.checksum, location, bytes, detail)
    throw new ChunkDamagedError(expected.checksum, detail)
  }

  /** Payloads that a first look finds whole, neighbours read together; undefined where {@link get} has to look closer. */
  async getMany(chunks: readonly (ChunkExpectation & { location: PackLocation })[]): Promise<(Buffer | undefined)[]> {
    const found: (Buffer | undefined)[] = chunks.map(() => undefined)
    const places = chunks
      .map((chunk, position) => ({ ...chunk, position }))
      .filter(({ checksum, location }) => !this.#quarantine.hasPacked(checksum, location))
    for (const stretch of stretchesOf(places)) {
      // A place the disk will not read fails what lies there alone: `get` says how.
      const bytes = await this.#files.read(stretch.pack, stretch.offset, stretch.length).catch(() => undefined)
      for (const { position, location, ...expected } of bytes ? stretch.places : []) {
        const start = location.offset - stretch.offset
        found[position] = chunkIn(bytes!.subarray(start, start + recordHeaderBytes + expected.length), expected)
      }
    }
    return found
  }

  /** What the pack's size and the quarantine say, without a read. */
  async condition({ checksum, length }: ChunkExpectation, location: PackLocation): Promise<ChunkCondition> {
    if (this.#quarantine.hasPacked(checksum, location)) return 'damaged'
    try {
      const { size } = await stat(packPath(this.layout, location.pack))
      return size >= location.offset + recordHeaderBytes + length ? 'stored' : 'damaged'
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error
      await this.#missing(checksum)
      return 'missing'
    }
  }

  /** Whether good bytes lie at the place, by what the index says of them; damaged ones are remembered as such. */
  async sound(expected: ChunkExpectation, location: PackLocation): Promise<boolean> {
    try {
      await this.get(expected, location)
      return true
    } catch (error) {
      if (error instanceof ChunkDamagedError || error instanceof ChunkMissingError) return false
      throw error
    }
  }

  async *entries(unhashed?: boolean): AsyncGenerator<StoreEntry> {
    for (const pack of this.numbers()) {
      for await (const record of this.scan(pack, unhashed)) yield* this.#entriesOf(pack, record)
    }
  }

  /** A pack's records in order. Of the pack that grows, those that were there when the scan came to it. */
  async *scan(pack: number, unhashed?: boolean): AsyncGenerator<ScannedRecord> {
    const size = this.sizeOf(pack)
    const growing = pack === this.#writer.openPack
    const { records } = await scanPack(packPath(this.layout, pack), pack, unhashed)
    for await (const record of records) {
      if (growing && record.offset >= size) return
      yield record
    }
  }

  numbers(): number[] {
    return [...this.#sizes.keys()].sort((a, b) => a - b)
  }

  /** Bytes of a pack; acknowledged ones, of the pack that grows. 0 where there is no such pack. */
  sizeOf(pack: number): number {
    return this.#sizes.get(pack) ?? 0
  }

  totalBytes(): number {
    return [...this.#sizes.values()].reduce((sum, size) => sum + size, 0)
  }

  /** Whether no record and no row will come to point into the pack. The newest never is: its number must not return. */
  isSettled(pack: number): boolean {
    return pack !== this.#writer.lastPack && !this.#pins.has(pack)
  }

  /** Copies a chunk to the pack that grows; into the reserve, too, because copies make room. */
  async copyChunk(chunk: ChunkRecord): Promise<PackLocation> {
    if (chunk.location.kind !== 'pack') throw new TypeError('Only a packed chunk can be copied')
    return await this.#writer.append('chunk', await this.get(chunk, chunk.location))
  }

  /** Copies a manifest to the pack that grows; it stays the same record. */
  async copyManifest({ kind, json, sequence }: StoredManifest): Promise<void> {
    await this.#writer.append(kind, Buffer.from(json), { sequence })
  }

  /** Copies what is no whole record into the quarantine, before the pack goes. */
  async keepDamagedStretches(pack: number): Promise<void> {
    for await (const record of this.scan(pack)) {
      if (record.kind === 'damaged') await this.#quarantine.takeStretch(pack, record.offset, record.bytes)
    }
  }

  /** Takes the pack off the list; its file can still be read until {@link forget}. */
  retire(pack: number): void {
    this.#sizes.delete(pack)
  }

  /** Closes what is open of the pack, so that its file can be deleted. */
  async forget(pack: number): Promise<void> {
    await this.#files.forget(pack)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writer[Symbol.asyncDispose]()
    await this.#files[Symbol.asyncDispose]()
  }

  *#entriesOf(pack: number, record: ScannedRecord): Generator<StoreEntry> {
    const { offset, header } = record
    if (record.kind === 'damaged') yield { kind: 'damaged', pack, offset, length: record.bytes.length }
    if (header?.kind === 'chunk') {
      const { checksum, length } = header
      const location = { kind: 'pack' as const, pack, offset }
      const damaged = record.kind === 'damaged' || this.#quarantine.hasPacked(checksum, location)
      yield { kind: 'chunk', chunk: { checksum, length, location }, ...(damaged && { damaged: true as const }) }
    } else if (header && record.kind === 'record')
      yield {
        kind: 'manifest',
        manifest: { kind: header.kind, sequence: header.sequence, json: record.payload.toString() },
      }
  }

  /** "Not found" counts only while the folder itself is there: a volume can be gone. */
  async #missing(checksum: Sha256): Promise<ChunkMissingError> {
    await access(this.layout.packs)
    return new ChunkMissingError(checksum)
  }

  #pin(hold: Hold, pack: number): void {
    this.#pins.set(pack, (this.#pins.get(pack) ?? 0) + 1)
    hold.onDispose(() => {
      const left = this.#pins.get(pack)! - 1
      if (left === 0) this.#pins.delete(pack)
      else this.#pins.set(pack, left)
    })
  }
}

/**
 * How writing goes on after an earlier run. The last pack takes more records only if it ends with a whole one. A torn
 * tail stays where it is, and a new pack is begun: it may be a write that was never acknowledged or an acknowledged
 * record that has rotted, and cutting it off would settle that by destroying the evidence.
 */
async function tailOf(layout: Layout, sizes: ReadonlyMap<number, number>, log: Log): Promise<Tail> {
  const numbers = [...sizes.keys()].sort((a, b) => b - a)
  const tail: Tail = { lastPack: numbers[0] ?? 0, nextSequence: 1 }
  for (const pack of numbers) {
    const { firstSequence, records } = await scanPack(packPath(layout, pack), pack)
    tail.nextSequence = Math.max(tail.nextSequence, firstSequence ?? 1)
    let count = 0
    let torn = firstSequence === undefined
    for await (const record of records) {
      torn = record.kind === 'damaged'
      if (record.kind !== 'record') continue
      count++
      tail.nextSequence = Math.max(tail.nextSequence, record.header.sequence + 1)
    }
    if (pack === tail.lastPack) {
      if (torn) log.warn({ pack }, 'The last pack does not end with a whole record; it is left as it is')
      else tail.resumable = { size: sizes.get(pack)!, records: count }
    }
    if (firstSequence !== undefined) break
  }
  return tail
}

function chunkIn(record: Buffer, expected: ChunkExpectation): Buffer | undefined {
  const header = decodeRecordHeader(record)
  if (header?.kind !== 'chunk' || header.length !== expected.length || header.checksum !== expected.checksum)
    return undefined
  const payload = record.subarray(recordHeaderBytes)
  return payload.length === expected.length && payloadChecksum(payload) === expected.checksum ? payload : undefined
}

/** The manifest in a scanned record, with the bytes it takes up; undefined for anything else. */
export function packManifest(record: ScannedRecord): PackManifest | undefined {
  if (record.kind === 'damaged' || record.header.kind === 'chunk') return undefined
  const { kind, sequence, length } = record.header
  return { kind, sequence, length, json: record.payload.toString() }
}
