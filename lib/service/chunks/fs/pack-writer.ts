import { constants } from 'node:fs'
import { type FileHandle, open, unlink } from 'node:fs/promises'
import type { ChunkLocation, Sha256 } from '../../ports.ts'
import { type Layout, packPath } from './layout.ts'
import {
  encodePackHeader,
  encodeRecordHeader,
  packHeaderBytes,
  payloadChecksum,
  type RecordKind,
  recordHeaderBytes,
} from './pack-format.ts'
import { writeFully } from './write-fully.ts'
import type { WriteGuard } from './write-guard.ts'

export type PackLocation = Extract<ChunkLocation, { kind: 'pack' }>

const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants
const groupBytes = 8 * 2 ** 20
const maxRecords = 65_536

export interface PackLimits {
  /** A pack is closed once it has this many bytes. */
  packBytes: number
}

/** The pack that takes new records. `size` counts acknowledged bytes only: whole records. */
interface OpenPack {
  pack: number
  file: FileHandle
  size: number
  records: number
  /** False until the folder has been synced with the pack's name in it. */
  named: boolean
}

interface Waiting {
  kind: RecordKind
  payload: Uint8Array
  checksum: Sha256
  sequence: number
  onPlaced?(pack: number, sequence: number): void
  resolve(location: PackLocation): void
  reject(error: unknown): void
}

/**
 * Appends records to the newest pack. What waits is written and made durable together: one write, one fsync (group
 * commit). After a failed write the pack is cut back to its acknowledged bytes; where that is in doubt, and after a
 * failed fsync, it takes no more records.
 */
export class PackWriter implements AsyncDisposable {
  readonly #layout: Layout
  readonly #guard: WriteGuard
  readonly #limits: PackLimits
  readonly #onGroup: (pack: number, size: number) => void
  #open: OpenPack | undefined
  #lastPack: number
  #nextSequence: number
  #waiting: Waiting[] = []
  #draining: Promise<void> | undefined

  /** `onGroup` hears a pack's new size after each commit group. */
  constructor(
    layout: Layout,
    guard: WriteGuard,
    limits: PackLimits,
    start: { lastPack: number; nextSequence: number },
    onGroup: (pack: number, size: number) => void,
  ) {
    this.#layout = layout
    this.#guard = guard
    this.#limits = limits
    this.#onGroup = onGroup
    this.#lastPack = start.lastPack
    this.#nextSequence = start.nextSequence
  }

  /** The pack that may still grow, if there is one. */
  get openPack(): number | undefined {
    return this.#open?.pack
  }

  /** The newest pack's number, 0 before the first. */
  get lastPack(): number {
    return this.#lastPack
  }

  /** The one the next record gets, at least. */
  get nextSequence(): number {
    return this.#nextSequence
  }

  /** Goes on with a pack of an earlier run that ends with a whole record. */
  async resume(pack: number, size: number, records: number): Promise<void> {
    if (size >= this.#limits.packBytes || records >= maxRecords) return
    const file = await open(packPath(this.#layout, pack), O_WRONLY | O_NOFOLLOW)
    this.#open = { pack, file, size, records, named: false }
  }

  /**
   * Resolves when the record is durable. A copy of a record keeps its `sequence`. `onPlaced` hears the pack and the
   * sequence before the pack can be closed.
   */
  append(
    kind: RecordKind,
    payload: Uint8Array,
    options: { sequence?: number; onPlaced?(pack: number, sequence: number): void } = {},
  ): Promise<PackLocation> {
    this.#guard.assertWritable()
    const { promise, resolve, reject } = Promise.withResolvers<PackLocation>()
    const sequence = options.sequence ?? this.#nextSequence++
    const { onPlaced } = options
    this.#waiting.push({ kind, payload, checksum: payloadChecksum(payload), sequence, onPlaced, resolve, reject })
    this.#draining ??= this.#drain()
    return promise
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#draining
    await this.#close()
  }

  async #drain(): Promise<void> {
    // A turn of the event loop, so that all who are ready now share the first group too.
    await new Promise(setImmediate)
    while (this.#waiting.length > 0) {
      let group: Waiting[] = []
      try {
        const target = await this.#target(this.#waiting[0]!)
        group = this.#takeGroup(target)
        const locations = await this.#commit(target, group)
        for (const [i, waiting] of group.entries()) waiting.resolve(locations[i]!)
      } catch (error) {
        for (const waiting of group.length > 0 ? group : this.#waiting.splice(0)) waiting.reject(error)
      }
    }
    this.#draining = undefined
  }

  /** The pack that takes this record: the open one while there is room, else a new one. */
  async #target({ payload }: Waiting): Promise<OpenPack> {
    if (this.#open?.records && this.#open.size + recordHeaderBytes + payload.length > this.#limits.packBytes)
      await this.#close()
    return this.#open ?? (await this.#create())
  }

  #takeGroup(target: OpenPack): Waiting[] {
    let bytes = 0
    let count = 0
    for (const { payload } of this.#waiting) {
      const grown = bytes + recordHeaderBytes + payload.length
      const full = grown > groupBytes || target.size + grown > this.#limits.packBytes
      if (count > 0 && (full || target.records + count >= maxRecords)) break
      bytes = grown
      count++
    }
    return this.#waiting.splice(0, count)
  }

  async #commit(target: OpenPack, group: Waiting[]): Promise<PackLocation[]> {
    const blocks: Uint8Array[] = []
    const locations: PackLocation[] = []
    let end = target.size
    for (const { kind, payload, checksum, sequence, onPlaced } of group) {
      onPlaced?.(target.pack, sequence)
      locations.push({ kind: 'pack', pack: target.pack, offset: end })
      blocks.push(encodeRecordHeader({ kind, length: payload.length, sequence, checksum }), payload)
      end += recordHeaderBytes + payload.length
    }
    try {
      await writeFully(target.file, [Buffer.concat(blocks)], target.size)
    } catch (error) {
      if (!(await cutBack(target))) await this.#close()
      throw error
    }
    try {
      await this.#guard.sync(target.file)
      if (!target.named) await this.#guard.syncFolder(this.#layout.packs)
      target.named = true
    } catch (error) {
      await cutBack(target)
      await this.#close()
      throw error
    }
    target.size = end
    target.records += group.length
    this.#onGroup(target.pack, end)
    if (target.size >= this.#limits.packBytes || target.records >= maxRecords) await this.#close()
    return locations
  }

  async #create(): Promise<OpenPack> {
    const pack = this.#lastPack + 1
    const file = await open(packPath(this.#layout, pack), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600)
    this.#lastPack = pack
    this.#open = { pack, file, size: packHeaderBytes, records: 0, named: false }
    try {
      await writeFully(file, [encodePackHeader(pack, this.#nextSequence)], 0)
    } catch (error) {
      await this.#close()
      await unlink(packPath(this.#layout, pack))
      throw error
    }
    return this.#open
  }

  async #close(): Promise<void> {
    const file = this.#open?.file
    this.#open = undefined
    await file?.close()
  }
}

/** Drops what a failed write left behind the acknowledged bytes; false where the disk refuses that too. */
async function cutBack(target: OpenPack): Promise<boolean> {
  return await target.file.truncate(target.size).then(
    () => true,
    () => false,
  )
}
