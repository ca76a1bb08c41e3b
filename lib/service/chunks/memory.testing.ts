/** A chunk store in memory for tests of what stands above the port: it keeps the port's promises but durability. */
import { createHash } from 'node:crypto'
import {
  ChunkDamagedError,
  type ChunkExpectation,
  ChunkMismatchError,
  ChunkMissingError,
  type ChunkStore,
  type ManifestRecord,
  type Sha256,
  type StoreEntry,
} from '../ports.ts'

export interface MemoryChunkStore extends ChunkStore {
  /** The bytes by checksum: tests flip and delete them. */
  readonly bytes: Map<Sha256, Buffer>
  readonly manifests: ManifestRecord[]
  /** When a chunk was written, where a test cares; long ago otherwise. */
  readonly writtenAt: Map<Sha256, number>
  /** Checksums held now. */
  readonly held: Map<Sha256, number>
}

const sha256 = (bytes: Uint8Array): Sha256 => createHash('sha256').update(bytes).digest('base64')

export function memoryChunkStore(): MemoryChunkStore {
  const bytes = new Map<Sha256, Buffer>()
  const manifests: ManifestRecord[] = []
  const writtenAt = new Map<Sha256, number>()
  const held = new Map<Sha256, number>()

  async function read(body: AsyncIterable<Uint8Array>, expected: ChunkExpectation): Promise<Buffer> {
    const pieces: Uint8Array[] = []
    let length = 0
    for await (const piece of body) {
      pieces.push(piece)
      length += piece.byteLength
      if (length > expected.length) throw new ChunkMismatchError(expected, { length })
    }
    const whole = Buffer.concat(pieces)
    const checksum = sha256(whole)
    if (length !== expected.length || checksum !== expected.checksum)
      throw new ChunkMismatchError(expected, { length, checksum })
    return whole
  }

  return {
    bytes,
    manifests,
    writtenAt,
    held,

    async hold(checksum) {
      held.set(checksum, (held.get(checksum) ?? 0) + 1)
      let disposed = false
      return {
        checksum,
        [Symbol.dispose]() {
          if (disposed) return
          disposed = true
          held.set(checksum, held.get(checksum)! - 1)
          if (held.get(checksum) === 0) held.delete(checksum)
        },
      }
    },

    async put(_hold, body, expected) {
      const whole = await read(body, expected)
      const there = bytes.get(expected.checksum)
      const written = there === undefined || !there.equals(whole)
      if (written) bytes.set(expected.checksum, whole)
      return { chunk: { ...expected, location: { kind: 'file' } }, written }
    },

    async get({ checksum }, signal) {
      signal?.throwIfAborted()
      const whole = bytes.get(checksum)
      if (!whole) throw new ChunkMissingError(checksum)
      if (sha256(whole) !== checksum) throw new ChunkDamagedError(checksum, 'other bytes')
      return Buffer.from(whole)
    },

    async getMany(chunks, signal) {
      return Promise.all(chunks.map((chunk) => this.get(chunk, signal).catch((error) => error)))
    },

    async condition({ checksum }) {
      const whole = bytes.get(checksum)
      return !whole ? 'missing' : sha256(whole) === checksum ? 'stored' : 'damaged'
    },

    async suspects() {
      return Array.from(bytes)
        .filter(([checksum, whole]) => sha256(whole) !== checksum)
        .map(([checksum]) => checksum)
    },

    async appendManifest(record) {
      return manifests.push(record) - 1
    },

    nextSequence: () => manifests.length,

    async *manifestsFrom(sequence) {
      for (const [i, manifest] of manifests.entries()) if (i >= sequence) yield { ...manifest, sequence: i }
    },

    async remove(candidates, forget) {
      const forgotten = await forget(candidates.filter(({ checksum }) => !held.has(checksum)))
      for (const { checksum } of forgotten) bytes.delete(checksum)
      return { chunks: forgotten.length, bytes: forgotten.reduce((sum, { length }) => sum + length, 0) }
    },

    async compact() {
      return { packs: 0, bytes: 0 }
    },

    async *entries(): AsyncGenerator<StoreEntry> {
      for (const [checksum, { length }] of bytes)
        yield { kind: 'chunk', chunk: { checksum, length, location: { kind: 'file' } } }
      for (const [sequence, manifest] of manifests.entries())
        yield { kind: 'manifest', manifest: { ...manifest, sequence } }
    },

    async *files(before) {
      for (const [checksum, { length }] of bytes)
        if ((writtenAt.get(checksum) ?? 0) < before) yield { checksum, length, location: { kind: 'file' } }
    },

    async usage() {
      return {
        storedBytes: Array.from(bytes.values()).reduce((sum, { length }) => sum + length, 0),
        freeBytes: 2 ** 40,
      }
    },

    async [Symbol.asyncDispose]() {},
  }
}
