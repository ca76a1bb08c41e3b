import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { INDEX_FILE } from '../index/sqlite/index.ts'
import { type ChunkRow, toChunk } from '../index/sqlite/rows.ts'
import type { ChunkStore } from '../ports.ts'
import { type IncompleteObject, objectsWith } from '../rebuild/incomplete.ts'
import type { Store } from '../store.ts'

export interface DataReport {
  read: { chunks: number; bytes: number }
  /** All that anything refers to. */
  total: { chunks: number; bytes: number }
  /** Chunks that read wrong or not at all. */
  bad: number
  objects: IncompleteObject[]
}

/** Bytes asked for at a time. */
const BATCH_BYTES = 16 * 2 ** 20
const BATCH = 256

/**
 * Reads stored chunks and hashes them, each one that is needed or a random part of them. What is found damaged goes the
 * way it goes in every read: its bytes are kept in the quarantine.
 *
 * @param share of the chunks, above 0 up to 1.
 * @param random gives numbers below 1.
 */
export async function readData(
  store: Store,
  chunks: Pick<ChunkStore, 'getMany'>,
  { share, signal, random = Math.random }: { share: number; signal: AbortSignal; random?: () => number },
): Promise<DataReport> {
  const db = new BetterSqlite3(join(store.paths.index, INDEX_FILE), { readonly: true })
  try {
    const total = db
      .prepare<[], DataReport['total']>(
        'SELECT count(*) AS chunks, coalesce(sum(length), 0) AS bytes FROM chunk WHERE refs > 0',
      )
      .get()!
    const read = { chunks: 0, bytes: 0 }
    const bad = new Set<number>()

    async function look(rows: ChunkRow[]): Promise<void> {
      const answers = await chunks.getMany(rows.map(toChunk), signal)
      for (const [i, answer] of answers.entries()) {
        read.chunks++
        read.bytes += rows[i]!.length
        if (answer instanceof Error) bad.add(rows[i]!.id)
      }
    }

    let batch: ChunkRow[] = []
    let bytes = 0
    for (const row of inOrderOfPlace(db)) {
      if (share < 1 && random() >= share) continue
      batch.push(row)
      bytes += row.length
      if (bytes < BATCH_BYTES && batch.length < BATCH) continue
      await look(batch)
      batch = []
      bytes = 0
    }
    if (batch.length > 0) await look(batch)
    return { read, total, bad: bad.size, objects: objectsWith(db, bad) }
  } finally {
    db.close()
  }
}

/** Page by page, packs from their beginning to their end. */
function* inOrderOfPlace(db: BetterSqlite3.Database): Generator<ChunkRow> {
  const columns = 'id, checksum, length, pack, pack_offset'
  const files = db.prepare<[number], ChunkRow>(
    `SELECT ${columns} FROM chunk WHERE refs > 0 AND pack IS NULL AND id > ? ORDER BY id LIMIT 1000`,
  )
  for (let page = files.all(0); page.length > 0; page = files.all(page.at(-1)!.id)) yield* page
  const packs = db.prepare<[], number>('SELECT DISTINCT pack FROM chunk WHERE pack IS NOT NULL ORDER BY pack').pluck()
  const packed = db.prepare<[number], ChunkRow>(
    `SELECT ${columns} FROM chunk WHERE refs > 0 AND pack = ? ORDER BY pack_offset`,
  )
  for (const pack of packs.all()) yield* packed.all(pack)
}
