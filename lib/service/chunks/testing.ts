import { createCipheriv, createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ChunkLocation, ChunkRecord, ChunkStore, PackIndex, Sha256, StoredManifest } from '../ports.ts'

/** Bytes that differ from those of every other `seed` and do not repeat. */
export function bytesOf(seed: string | number, length: number): Buffer {
  const key = createHash('sha256').update(`${seed}`).digest()
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(length))
}

export function checksumOf(bytes: Uint8Array): Sha256 {
  return createHash('sha256').update(bytes).digest('base64')
}

export function expectationOf(bytes: Uint8Array): { length: number; checksum: Sha256 } {
  return { length: bytes.length, checksum: checksumOf(bytes) }
}

/** A body as it comes from a socket: in pieces, one of them empty. */
export async function* piecesOf(bytes: Uint8Array, pieceBytes = 2 ** 16): AsyncGenerator<Uint8Array> {
  yield bytes.subarray(0, 0)
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes)
}

/** Puts bytes under a hold of their own, as the engine does up to the commit of the row. */
export async function putBytes(store: ChunkStore, bytes: Uint8Array, known?: ChunkRecord) {
  using hold = await store.hold(checksumOf(bytes))
  return await store.put(hold, piecesOf(bytes), expectationOf(bytes), known)
}

export async function temporaryFolder(): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'thaw-chunks-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

/** As much of an index as the chunk store deals with: rows by checksum. */
export class RowsInMemory implements PackIndex {
  readonly rows = new Map<Sha256, ChunkRecord>()
  /** Decides what `needed` answers. */
  isNeeded: (manifest: StoredManifest) => boolean = () => true

  add(chunk: ChunkRecord): void {
    this.rows.set(chunk.checksum, chunk)
  }

  /** Forgets those there are rows for, as `remove` asks for it. */
  readonly forget = async (chunks: ChunkRecord[]): Promise<ChunkRecord[]> =>
    chunks.filter((chunk) => this.rows.delete(chunk.checksum))

  async usage(pack: number) {
    const chunks = await this.chunksIn(pack)
    return { chunks: chunks.length, bytes: chunks.reduce((sum, chunk) => sum + chunk.length, 0) }
  }

  async chunksIn(pack: number) {
    return [...this.rows.values()].filter(({ location }) => location.kind === 'pack' && location.pack === pack)
  }

  async relocate(moves: { chunk: ChunkRecord; to: ChunkLocation }[]) {
    for (const { chunk, to } of moves) {
      const row = this.rows.get(chunk.checksum)
      if (row && sameLocation(row.location, chunk.location)) this.rows.set(row.checksum, { ...row, location: to })
    }
  }

  async needed(manifests: StoredManifest[]) {
    return manifests.map(this.isNeeded)
  }
}

function sameLocation(a: ChunkLocation, b: ChunkLocation): boolean {
  if (a.kind === 'file' || b.kind === 'file') return a.kind === b.kind
  return a.pack === b.pack && a.offset === b.offset
}
