import { createHash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import type { StoredChunk } from '../../../index-store.ts'
import type { Sha256 } from '../../../ports.ts'
import { LIST_SIZE, packIds } from '../chunk-list.ts'
import { decodeCompletion, digest, encodeCompletion, type JobRow } from '../rows.ts'
import { prepare } from '../statements.ts'
import type { ChunkWrites } from './chunks.ts'
import type { JobStateWrites } from './job-state.ts'
import type { ObjectWrites } from './objects.ts'
import { refuse } from './refuse.ts'

interface UploadWrite {
  jobId: string
  uploadId: string
  now: number
}

interface UploadRow {
  seq: number
  name: string
  throw_on_duplicate: number
  completion: string | null
}

/** Uploads: chunks gathered under an id until they become an object. */
export function createUploadWrites(
  db: Database,
  { jobs, chunks, objects }: { jobs: JobStateWrites; chunks: ChunkWrites; objects: ObjectWrites },
) {
  const insert = prepare<{ id: string; job: number; name: string; throwOnDuplicate: number; now: number }, never>(
    db,
    (q, p) =>
      q.insertInto('upload').values({
        id: p.id,
        job: p.job,
        name: p.name,
        throw_on_duplicate: p.throwOnDuplicate,
        completion: null,
        used_at: p.now,
        expired: 0,
      }),
  )
  const use = prepare<{ upload: number; now: number }, never>(db, (q, p) =>
    q.updateTable('upload').set({ used_at: p.now }).where('seq', '=', p.upload),
  )
  const find = prepare<{ id: string; job: number }, UploadRow>(db, (q, p) =>
    q
      .selectFrom('upload')
      .select(['seq', 'name', 'throw_on_duplicate', 'completion'])
      .where('id', '=', p.id)
      .where('job', '=', p.job)
      .where('expired', '=', 0),
  )
  const chunkAt = prepare<{ upload: number; position: number }, { checksum: Buffer }>(db, (q, p) =>
    q
      .selectFrom('upload_chunk')
      .innerJoin('chunk', 'chunk.id', 'upload_chunk.chunk')
      .select('chunk.checksum')
      .where('upload', '=', p.upload)
      .where('position', '=', p.position),
  )
  const insertChunk = prepare<{ upload: number; position: number; chunk: number }, never>(db, (q, p) =>
    q.insertInto('upload_chunk').values({ upload: p.upload, position: p.position, chunk: p.chunk }),
  )
  const chunksFrom = prepare<
    { upload: number; position: number },
    { position: number; chunk: number; checksum: Buffer; length: number }
  >(db, (q, p) =>
    q
      .selectFrom('upload_chunk')
      .innerJoin('chunk', 'chunk.id', 'upload_chunk.chunk')
      .select(['position', 'chunk', 'checksum', 'length'])
      .where('upload', '=', p.upload)
      .where('position', '>=', p.position)
      .orderBy('position')
      .limit(LIST_SIZE),
  )
  const dropChunks = prepare<{ upload: number }, never>(db, (q, p) =>
    q.deleteFrom('upload_chunk').where('upload', '=', p.upload),
  )
  const complete = prepare<{ upload: number; completion: string }, never>(db, (q, p) =>
    q.updateTable('upload').set({ completion: p.completion }).where('seq', '=', p.upload),
  )
  const openOf = prepare<{ job: number }, { count: number; name: string | null }>(db, (q, p) =>
    q
      .selectFrom('upload')
      .select((e) => [e.fn.countAll<number>().as('count'), e.fn.min<string | null>('name').as('name')])
      .where('job', '=', p.job)
      .where('completion', 'is', null)
      .where('expired', '=', 0),
  )
  const chunksOf = prepare<{ job: number }, { chunk: number }>(db, (q, p) =>
    q
      .selectFrom('upload')
      .innerJoin('upload_chunk', 'upload_chunk.upload', 'upload.seq')
      .select('chunk')
      .where('job', '=', p.job),
  )
  const dropUploads = prepare<{ job: number }, never>(db, (q, p) => q.deleteFrom('upload').where('job', '=', p.job))

  function known(job: JobRow, id: string): UploadRow {
    return find.get({ id, job: job.seq }) ?? refuse({ reason: 'upload-unknown' })
  }

  /** The chunks 0..n-1 packed into lists, with what follows from them. */
  function gather(upload: number) {
    const summary = createHash('sha256')
    const lists: { first: number; chunks: Buffer }[] = []
    let chunkCount = 0
    let length = 0
    for (let rows = chunksFrom.all({ upload, position: 0 }); rows.length > 0; ) {
      const first = chunkCount
      for (const row of rows) {
        if (row.position !== chunkCount) refuse({ reason: 'chunk-gap', index: chunkCount })
        summary.update(row.checksum)
        length += row.length
        chunkCount += 1
      }
      lists.push({ first, chunks: packIds(rows.map((row) => row.chunk)) })
      rows = chunksFrom.all({ upload, position: chunkCount })
    }
    return { checksum: summary.digest('base64'), length, chunkCount, lists }
  }

  return {
    open: (job: JobRow) => openOf.get({ job: job.seq }) ?? { count: 0, name: null },

    /** The job ends: its uploads, open or complete, are of no more use. */
    dropAll(job: JobRow, now: number): void {
      const ids = chunksOf.all({ job: job.seq }).map((row) => row.chunk)
      chunks.release(ids, now)
      dropUploads.run({ job: job.seq })
    },

    startUpload(input: UploadWrite & { name: string; throwOnDuplicate: boolean }): { ok: true } {
      const job = jobs.running(input.jobId)
      if (input.throwOnDuplicate) objects.refuseExisting(job, input.name)
      insert.run({
        id: input.uploadId,
        job: job.seq,
        name: input.name,
        throwOnDuplicate: input.throwOnDuplicate ? 1 : 0,
        now: input.now,
      })
      jobs.wrote(job, input.now)
      return { ok: true }
    },

    addChunk(input: UploadWrite & StoredChunk & { index: number }): { ok: true } {
      const job = jobs.running(input.jobId)
      const upload = known(job, input.uploadId)
      if (upload.completion !== null) refuse({ reason: 'upload-unknown' })
      use.run({ upload: upload.seq, now: input.now })
      const there = chunkAt.get({ upload: upload.seq, position: input.index })
      if (there) {
        const checksum = there.checksum.toString('base64')
        if (checksum !== input.chunk.checksum) refuse({ reason: 'chunk-exists', checksum })
        chunks.again(input)
        jobs.wrote(job, input.now)
        return { ok: true }
      }
      const { id, added } = chunks.refer(input)
      insertChunk.run({ upload: upload.seq, position: input.index, chunk: id })
      jobs.wrote(job, input.now, { newBytes: added })
      return { ok: true }
    },

    completeUpload(input: UploadWrite & { checksum: Sha256; metadata?: string; blob?: StoredChunk }): { ok: true } {
      const { now, metadata, blob } = input
      const job = jobs.running(input.jobId)
      const upload = known(job, input.uploadId)
      const completion = encodeCompletion({ checksum: input.checksum, metadata, blobChecksum: blob?.chunk.checksum })
      if (upload.completion !== null) {
        if (upload.completion !== completion)
          refuse({ reason: 'upload-completed', checksum: decodeCompletion(upload.completion).checksum })
        if (blob) chunks.again(blob)
        return { ok: true }
      }
      const content = gather(upload.seq)
      if (content.checksum !== input.checksum) refuse({ reason: 'checksum-differs', actual: content.checksum })
      if (upload.throw_on_duplicate) objects.refuseExisting(job, upload.name)
      dropChunks.run({ upload: upload.seq }) // their references are the object's now
      objects.replace(job, { ...content, checksum: digest(content.checksum), name: upload.name, metadata, blob, now })
      complete.run({ upload: upload.seq, completion })
      return { ok: true }
    },
  }
}

export type UploadWrites = ReturnType<typeof createUploadWrites>
