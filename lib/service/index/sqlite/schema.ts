/** Row types of the SQLite index. The DDL stands in `migrations.ts`; change both together. */
import type { Generated } from 'kysely'
import type { AbortCause, JobState } from '../../index-store.ts'

/** Jobs of one (vault, resource ARN). */
export interface TimelineTable {
  id: Generated<number>
  vault: string
  resource_arn: string
  resource_type: string
  /** Numbers are never used twice, whatever becomes of the jobs. */
  last_number: number
}

export interface JobTable {
  seq: Generated<number>
  id: string
  timeline: number
  number: number
  state: JobState
  status_message: string | null
  role_arn: string
  token: string | null
  created_at: number
  ended_at: number | null
  lease_until: number
  object_count: number
  byte_count: number
  new_byte_count: number
  abort_cause: AbortCause | null
  /** 0 or 1. */
  resumable: number
  warning: string | null
  warning_confirmed_at: number | null
  details: string | null
}

/** Where a deleted job stood: versions it added may live on in later jobs, and manifests name jobs by id. */
export interface DeletedJobTable {
  id: string
  timeline: number
  number: number
}

export interface ObjectTable {
  id: Generated<number>
  timeline: number
  name: string
  /** Valid for job numbers [added, removed); null: to this day. */
  added: number
  removed: number | null
  created_at: number
  checksum: Buffer
  length: number
  chunk_count: number
  metadata: string | null
  blob: number | null
}

/** Chunk ids of an object, many to a row; see `chunk-list.ts`. */
export interface ChunkListTable {
  object: number
  first: number
  chunks: Buffer
}

export interface ChunkTable {
  id: Generated<number>
  checksum: Buffer
  length: number
  /** Null: a file of its own. */
  pack: number | null
  pack_offset: number | null
  /** Places that name the chunk: upload rows, list entries, metadata blobs. */
  refs: number
  /** Since when there is none. */
  condemned_at: number | null
}

export interface UploadTable {
  seq: Generated<number>
  id: string
  job: number
  name: string
  throw_on_duplicate: number
  /** JSON of a Completion once it has become an object. */
  completion: string | null
}

export interface UploadChunkTable {
  upload: number
  position: number
  chunk: number
}

/** What came of signed requests, while their signatures are valid. */
export interface RequestTable {
  signed_at: number
  signature: Buffer
  /** What the answer needs that the request does not say. */
  made: string | null
  /** JSON of the error it was answered with. */
  refusal: string | null
}

/** One row: sums that would be slow to count. */
export interface TotalTable {
  chunk_count: number
}

/** One row, once the index belongs to a store. */
export interface MarkTable {
  only: 1
  generation: string
  openings: number
}

export interface Schema {
  timeline: TimelineTable
  job: JobTable
  deleted_job: DeletedJobTable
  object: ObjectTable
  chunk_list: ChunkListTable
  chunk: ChunkTable
  upload: UploadTable
  upload_chunk: UploadChunkTable
  request: RequestTable
  total: TotalTable
  mark: MarkTable
}
