import type { Database } from 'better-sqlite3'
import type { IndexWrites } from '../../../index-store.ts'
import { createChunkWrites } from './chunks.ts'
import { createJobState } from './job-state.ts'
import { createJobWrites } from './jobs.ts'
import { createMarkWrites } from './mark.ts'
import { createObjectWrites } from './objects.ts'
import { createUploadExpiry } from './upload-expiry.ts'
import { createUploadWrites } from './uploads.ts'
import { createVersionWrites } from './versions.ts'

type Input<K extends keyof IndexWrites> = Parameters<IndexWrites[K]>[0]
type Result<K extends keyof IndexWrites> = Awaited<ReturnType<IndexWrites[K]>>

/** The writes as the worker runs them: synchronous, inside a transaction of the caller, refusing by a throw. */
export type SyncWrites = { [K in keyof IndexWrites]: (input: Input<K>) => Extract<Result<K>, { ok: true }> }

/** A write on its way to the worker. */
export interface Command {
  name: keyof IndexWrites
  input: unknown
}

export function createWrites(db: Database): SyncWrites {
  const jobState = createJobState(db)
  const chunks = createChunkWrites(db)
  const versions = createVersionWrites(db, chunks)
  const objects = createObjectWrites({ jobs: jobState, chunks, versions })
  const uploads = createUploadWrites(db, { jobs: jobState, chunks, objects })
  const jobs = createJobWrites(db, { jobs: jobState, versions, uploads })
  return {
    createJob: jobs.createJob,
    startUpload: uploads.startUpload,
    addChunk: uploads.addChunk,
    completeUpload: uploads.completeUpload,
    expireUploads: createUploadExpiry(db, chunks),
    putObject: objects.putObject,
    deleteObject: objects.deleteObject,
    commitJob: jobs.commitJob,
    confirmJob: jobs.confirmJob,
    abortJob: jobs.abortJob,
    deleteJob: jobs.deleteJob,
    forgetChunks: chunks.forgetChunks,
    relocateChunks: chunks.relocateChunks,
    ...createMarkWrites(db),
  }
}
