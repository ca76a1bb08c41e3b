import type { Database } from 'better-sqlite3'
import type { IndexReads } from '../../../index-store.ts'
import { type ChunkRow, chunkColumns, decodeCompletion, toChunk } from '../rows.ts'
import { prepare } from '../statements.ts'

export function createUploadReads(db: Database) {
  const find = prepare<
    { id: string; job: string },
    { name: string; throw_on_duplicate: number; completion: string | null }
  >(db, (q, p) =>
    q
      .selectFrom('upload')
      .innerJoin('job', 'job.seq', 'upload.job')
      .select(['name', 'throw_on_duplicate', 'completion'])
      .where('upload.id', '=', p.id)
      .where('job.id', '=', p.job)
      .where('expired', '=', 0),
  )
  const chunksFrom = prepare<{ id: string; job: string; from: number; limit: number }, ChunkRow & { position: number }>(
    db,
    (q, p) =>
      q
        .selectFrom('upload')
        .innerJoin('job', 'job.seq', 'upload.job')
        .innerJoin('upload_chunk', 'upload_chunk.upload', 'upload.seq')
        .innerJoin('chunk', 'chunk.id', 'upload_chunk.chunk')
        .select(['position', ...chunkColumns])
        .where('upload.id', '=', p.id)
        .where('job.id', '=', p.job)
        .where('expired', '=', 0)
        .where('position', '>=', p.from)
        .orderBy('position')
        .limit(p.limit),
  )
  const open = prepare<{ job: string }, { count: number; name: string | null }>(db, (q, p) =>
    q
      .selectFrom('upload')
      .innerJoin('job', 'job.seq', 'upload.job')
      .select((e) => [e.fn.countAll<number>().as('count'), e.fn.min<string | null>('name').as('name')])
      .where('job.id', '=', p.job)
      .where('completion', 'is', null)
      .where('expired', '=', 0),
  )

  return {
    async openUploads({ jobId }) {
      const { count, name } = open.get({ job: jobId })!
      return { count, name: name ?? undefined }
    },

    async upload({ jobId, uploadId }) {
      const row = find.get({ id: uploadId, job: jobId })
      if (!row) return undefined
      return {
        name: row.name,
        throwOnDuplicate: row.throw_on_duplicate === 1,
        completion: row.completion === null ? undefined : decodeCompletion(row.completion),
      }
    },

    async uploadChunks({ jobId, uploadId, from, limit }) {
      const rows = chunksFrom.all({ id: uploadId, job: jobId, from, limit })
      return rows.map((row) => ({ index: row.position, chunk: toChunk(row) }))
    },
  } satisfies Partial<IndexReads>
}
