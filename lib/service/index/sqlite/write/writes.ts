import type { Database } from 'better-sqlite3'
import type { IndexWrites, SignedRequest } from '../../../index-store.ts'
import { createChunkWrites } from './chunks.ts'
import { createJobState } from './job-state.ts'
import { createJobWrites } from './jobs.ts'
import { createMarkWrites } from './mark.ts'
import { createObjectWrites } from './objects.ts'
import { createRequestWrites } from './requests.ts'
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
  const requests = createRequestWrites(db)

  /** The write, remembered with the request that asked for it: both or none. */
  const remembered =
    <Input, Outcome>(
      write: (input: Input) => Outcome,
      made: (input: Input, outcome: Outcome) => string | undefined = () => undefined,
    ) =>
    (input: Input & { request?: SignedRequest }): Outcome => {
      const outcome = write(input)
      if (input.request) requests.remember(input.request, { made: made(input, outcome) })
      return outcome
    }

  return {
    createJob: remembered(jobs.createJob, (_input, { job }) => job.id),
    startUpload: remembered(uploads.startUpload, ({ uploadId }) => uploadId),
    addChunk: remembered(uploads.addChunk),
    completeUpload: remembered(uploads.completeUpload),
    putObject: remembered(objects.putObject),
    deleteObject: remembered(objects.deleteObject),
    commitJob: remembered(jobs.commitJob),
    confirmJob: remembered(jobs.confirmJob),
    abortJob: remembered(jobs.abortJob),
    deleteJob: remembered(jobs.deleteJob),
    forgetChunks: chunks.forgetChunks,
    relocateChunks: chunks.relocateChunks,
    rememberRequest: requests.rememberRequest,
    forgetRequests: requests.forgetRequests,
    ...createMarkWrites(db),
  }
}
