import type { Database } from 'better-sqlite3'
import type { IndexWrites } from '../../../index-store.ts'
import { prepare } from '../statements.ts'
import type { ChunkWrites } from './chunks.ts'

type Input = Parameters<IndexWrites['expireUploads']>[0]

/**
 * Uploads nobody goes on with. They become unknown all at once, and their chunks are let go a slice at a time, so that
 * other writes do not wait for uploads of a million chunks. What a crash leaves is gone on with.
 */
export function createUploadExpiry(db: Database, chunks: ChunkWrites) {
  const idle = prepare<{ unusedSince: number }, { seq: number; id: string }>(db, (q, p) =>
    q
      .selectFrom('upload')
      .select(['seq', 'id'])
      .where('completion', 'is', null)
      .where('expired', '=', 0)
      .where('used_at', '<', p.unusedSince),
  )
  const expire = prepare<{ upload: number }, never>(db, (q, p) =>
    q.updateTable('upload').set({ expired: 1 }).where('seq', '=', p.upload),
  )
  const slice = prepare<{ limit: number }, { upload: number; position: number; chunk: number }>(db, (q, p) =>
    q
      .selectFrom('upload')
      .innerJoin('upload_chunk', 'upload_chunk.upload', 'upload.seq')
      .select(['upload', 'position', 'chunk'])
      .where('completion', 'is', null)
      .where('expired', '=', 1)
      .limit(p.limit),
  )
  const drop = prepare<{ upload: number; position: number }, never>(db, (q, p) =>
    q.deleteFrom('upload_chunk').where('upload', '=', p.upload).where('position', '=', p.position),
  )
  const forget = prepare<Record<string, never>, never>(db, (q) =>
    q.deleteFrom('upload').where('completion', 'is', null).where('expired', '=', 1),
  )

  return ({ unusedSince, except, limit, now }: Input): { ok: true; expired: number; left: boolean } => {
    const used = new Set(except)
    const unused = idle.all({ unusedSince }).filter(({ id }) => !used.has(id))
    for (const { seq } of unused) expire.run({ upload: seq })
    const rows = slice.all({ limit })
    chunks.release(
      rows.map(({ chunk }) => chunk),
      now,
    )
    for (const { upload, position } of rows) drop.run({ upload, position })
    const left = rows.length === limit
    if (!left) forget.run({})
    return { ok: true, expired: unused.length, left }
  }
}
