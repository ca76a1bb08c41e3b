/**
 * The index port: what the service remembers about jobs, objects and chunks. Its contract suite is `index/contract.ts`.
 *
 * Words: a timeline is the jobs of one (vault, resource ARN), numbered upwards. An object version is valid for the job
 * numbers [added, removed) of its timeline, so a job that changes nothing costs nothing.
 *
 * Promises:
 * - Every method of {@link IndexWrites} is one transaction: all of it is durable when it resolves `ok`, none of it has
 *   happened when it resolves refused or throws. (A throw after a crash or a lost writer may leave it done: all writes
 *   but `createJob` without a token may simply be called again.)
 * - Writes are applied one after the other. A read that starts after a write resolved sees it.
 * - Reads are short and bounded, whatever the size of the store; a long list is walked by keyset.
 * - Names are compared by their UTF-8 bytes everywhere.
 * - Times are milliseconds since the epoch and come from the caller; lengths are bytes up to 2^53 - 1.
 */
import type { ChunkUseReads } from './chunk-uses.ts'
import type { ChunkMove, ChunkRecord, Sha256 } from './ports.ts'
import type { SharedContentReads } from './shared-content.ts'

/** A running job that nobody has written to for this long may be taken over by the next one of its timeline. */
export const LEASE_MS = 15 * 60_000

export type JobState = 'RUNNING' | 'COMPLETED' | 'ABORTED'

/**
 * What ended a job without a backup: a person or a client that called StopBackupJob, its writer that gave up and said
 * why, the next job of its timeline (told to, or since the lease had lapsed), or the deletion of its recovery point.
 */
export type AbortCause = 'stopped' | 'failed' | 'taken-over' | 'lapsed' | 'deleted'

export interface JobRecord {
  id: string
  /** Position in its timeline, upwards from 1, never used twice. */
  number: number
  vault: string
  resourceArn: string
  resourceType: string
  roleArn: string
  state: JobState
  /** Why it was aborted, in words. */
  statusMessage?: string
  /** Unknown of jobs that were aborted before causes were kept. */
  abortCause?: AbortCause
  createdAt: number
  endedAt?: number
  /** Meaningful while it runs. */
  leaseUntil: number
  /** Objects in the job, inherited ones included, and their bytes. */
  objects: number
  bytes: number
  /** Bytes of chunks that this job was the first to bring. */
  newBytes: number
  /** Its writer can begin again by itself: nothing is lost when the job is undone. */
  resumable: boolean
  /** What a person should look at before relying on this backup. */
  warning?: string
  /** When somebody had. */
  warningConfirmedAt?: number
  /** JSON text of its writer about how it was made. */
  details?: string
}

export interface ObjectRecord {
  /** Of this version, never used again. */
  id: number
  name: string
  /** The SUMMARY over the chunks' digests. */
  checksum: Sha256
  length: number
  chunkCount: number
  /** When this version first became complete; inheritance does not change it. */
  createdAt: number
  metadata?: string
  blob?: ChunkRecord
}

export interface UploadRecord {
  name: string
  throwOnDuplicate: boolean
  /** Present once the upload has become an object: what was asked at completion. */
  completion?: Completion
}

/** What makes two completions of one upload the same. */
export interface Completion {
  checksum: Sha256
  metadata?: string
  blobChecksum?: Sha256
}

export interface IndexedChunk {
  index: number
  chunk: ChunkRecord
}

/** Bytes that are durable in the chunk store. `written`: they were written just now, so this location counts. */
export interface StoredChunk {
  chunk: ChunkRecord
  written: boolean
}

/** Why a write did not happen. */
export type Refusal =
  | { reason: 'job-unknown' }
  | { reason: 'job-ended'; state: JobState }
  /** Another job of the timeline runs and its lease is alive. */
  | { reason: 'timeline-busy'; jobId: string; leaseUntil: number }
  /** A lapsed job of the timeline has finished objects of its own, and its writer cannot begin again by itself. */
  | { reason: 'job-unfinished'; jobId: string }
  /** The idempotency token belongs to a job of another resource. */
  | { reason: 'token-taken'; jobId: string }
  | { reason: 'upload-unknown' }
  /** Completed before with other arguments, which led to this checksum. */
  | { reason: 'upload-completed'; checksum: Sha256 }
  | { reason: 'uploads-open'; count: number; name: string }
  | { reason: 'object-unknown' }
  | { reason: 'object-exists'; checksum: Sha256 }
  | { reason: 'chunk-exists'; checksum: Sha256 }
  /** The first index without a chunk. */
  | { reason: 'chunk-gap'; index: number }
  /** The SUMMARY over the chunks is another one. */
  | { reason: 'checksum-differs'; actual: Sha256 }

export type Outcome<Reasons extends Refusal['reason'], T = unknown> =
  | ({ ok: true } & T)
  | { ok: false; refusal: Extract<Refusal, { reason: Reasons }> }

/** A signed request, by what makes it the same when it comes again. */
export interface SignedRequest {
  /** 64 hexadecimal digits. */
  signature: string
  /** Milliseconds since the epoch, as its signer says. */
  signedAt: number
}

/** What came of a signed request. */
export interface RequestOutcome {
  /** What its answer needs that the request does not say. */
  made?: string
  /** Why it was refused; opaque here. */
  refusal?: string
}

/** Why a job was not created. */
export type StartRefusal = 'timeline-busy' | 'job-unfinished' | 'token-taken'

export interface NewJob {
  jobId: string
  vault: string
  resourceArn: string
  resourceType: string
  roleArn: string
  /** The same token gives the same job, whatever has become of it, and renews its lease while it runs. */
  token?: string
  /** Abort the timeline's running job even though its lease is alive. */
  takeOver: boolean
  /** See {@link JobRecord.resumable}. */
  resumable?: boolean
  /** Remembered in the same transaction, with the job's id. */
  request?: SignedRequest
  now: number
}

interface ObjectWrite {
  jobId: string
  /** Remembered in the same transaction unless the write is refused. */
  request?: SignedRequest
  now: number
}

/** Which store the index belongs to, and how often the two were opened together. */
export interface IndexMark {
  generation: string
  openings: number
}

export interface IndexWrites {
  /**
   * Starts a job with the objects of its timeline's newest completed job. A running job of the timeline whose lease has
   * lapsed, or that is taken over, is aborted and undone in the same transaction. A lapsed one that is not resumable and
   * has finished objects of its own is undone only when it is taken over.
   */
  createJob(input: NewJob): Promise<Outcome<StartRefusal, { job: JobRecord; created: boolean; aborted?: string }>>

  /** The object appears at completion, never before. The upload's id is kept with the request. Refused where `throwOnDuplicate` finds the name taken. */
  startUpload(
    input: ObjectWrite & { uploadId: string; name: string; throwOnDuplicate: boolean },
  ): Promise<Outcome<'job-unknown' | 'job-ended' | 'object-exists'>>

  /** The same chunk at the same index again is fine; another one is refused and the first stays. */
  addChunk(
    input: ObjectWrite & StoredChunk & { uploadId: string; index: number },
  ): Promise<Outcome<'job-unknown' | 'job-ended' | 'upload-unknown' | 'chunk-exists'>>

  /**
   * Makes the upload an object, in place of the one of that name. Chunks 0..n-1 must all be there and have this SUMMARY.
   * The same completion again is fine until the job ends.
   */
  completeUpload(
    input: ObjectWrite & { uploadId: string; checksum: Sha256; metadata?: string; blob?: StoredChunk },
  ): Promise<
    Outcome<
      | 'job-unknown'
      | 'job-ended'
      | 'upload-unknown'
      | 'upload-completed'
      | 'chunk-gap'
      | 'checksum-differs'
      | 'object-exists'
    >
  >

  /**
   * Expires the uploads that are not complete, not among `except`, and were given nothing since `unusedSince`: from then
   * on they are unknown. Then takes up to `limit` chunks from expired ones. `left`: there are more to take; call again.
   */
  expireUploads(input: {
    unusedSince: number
    except: string[]
    limit: number
    now: number
  }): Promise<{ ok: true; expired: number; left: boolean }>

  /** An object of one chunk, or of none, in place of the one of that name. The caller has checked its checksum. */
  putObject(
    input: ObjectWrite & {
      name: string
      throwOnDuplicate: boolean
      checksum: Sha256
      metadata?: string
      content?: StoredChunk
    },
  ): Promise<Outcome<'job-unknown' | 'job-ended' | 'object-exists'>>

  /** Takes the name out of this job; jobs before it keep it. */
  deleteObject(input: ObjectWrite & { name: string }): Promise<Outcome<'job-unknown' | 'job-ended' | 'object-unknown'>>

  /**
   * Completes the job; a completed one again is fine and stays as it is. Open uploads are dropped with `abandon`, else
   * they refuse it.
   */
  commitJob(
    input: ObjectWrite & { abandon: boolean; warning?: string; details?: string },
  ): Promise<Outcome<'job-unknown' | 'job-ended' | 'uploads-open'>>

  /** Somebody has looked at the warning of a completed job. The first time counts; without a warning nothing changes. */
  confirmJob(input: ObjectWrite): Promise<Outcome<'job-unknown' | 'job-ended'>>

  /** Ends a running job and undoes what it wrote; its record stays with the reason. An aborted one again is fine. */
  abortJob(input: ObjectWrite & { cause: AbortCause; reason: string }): Promise<Outcome<'job-unknown' | 'job-ended'>>

  /** Forgets a completed job and frees the versions that no other job has. A running one is aborted instead. */
  deleteJob(input: ObjectWrite & { reason: string }): Promise<Outcome<'job-unknown' | 'job-ended'>>

  /** Forgets those of the chunks that nothing refers to. `absent`: those that have no row now. */
  forgetChunks(input: { checksums: Sha256[] }): Promise<{ ok: true; absent: Sha256[] }>

  /** Points chunks at where they were copied to. A row that is gone or stands elsewhere by now is left alone. */
  relocateChunks(input: { moves: ChunkMove[] }): Promise<{ ok: true }>

  /** Remembers what came of a request that no other write remembers; the first outcome stays. */
  rememberRequest(input: { request: SignedRequest; outcome: RequestOutcome }): Promise<{ ok: true }>

  /** Forgets requests that were signed before this time. `more`: some are left, call it again. */
  forgetRequests(input: { signedBefore: number }): Promise<{ ok: true; more: boolean }>

  /** Remembers the mark in place of the one before. */
  setMark(input: IndexMark): Promise<{ ok: true }>
}

/** Filters hold together. Newest job first. */
export interface JobQuery {
  vault?: string
  resourceArn?: string
  resourceType?: string
  state?: JobState
  /** After is inclusive, before is exclusive. A running job has not ended. */
  createdAfter?: number
  createdBefore?: number
  endedAfter?: number
  endedBefore?: number
  limit: number
  cursor?: number
}

/** A place between two versions in name order: everything up to it has been seen. */
export interface ObjectCursor {
  name: string
  added: number
}

/** Filters hold together. */
export interface ObjectQuery {
  jobId: string
  prefix?: string
  /** Inclusive. */
  start?: string
  /** After is inclusive, before is exclusive. */
  createdAfter?: number
  createdBefore?: number
  limit: number
  /** Instead of `start`: go on behind this place. */
  cursor?: ObjectCursor
}

export interface VersionQuery {
  jobId: string
  objectId: number
}

export interface ChunkTotals {
  chunks: number
  bytes: number
}

/** Everything a job or an object cannot be found for is `undefined`: unknown, of another job, aborted, replaced. */
export interface IndexReads {
  job(jobId: string): Promise<JobRecord | undefined>
  jobs(query: JobQuery): Promise<{ jobs: JobRecord[]; cursor?: number }>
  /** What `createJob` would come to now. `created`: false where the token's job is given. */
  wouldCreateJob(input: NewJob): Promise<Outcome<StartRefusal, { created: boolean }>>
  /** Answer by answer: was there ever such a job, deleted ones included? */
  jobsKnown(jobIds: string[]): Promise<boolean[]>

  /**
   * Objects of a running or completed job in name order. A page may end early, even empty, when many rows were passed
   * that are not in the answer; there is more exactly when there is a cursor.
   */
  objects(query: ObjectQuery): Promise<{ objects: ObjectRecord[]; cursor?: ObjectCursor } | undefined>
  object(query: VersionQuery): Promise<ObjectRecord | undefined>
  /** The first chunk of each of these versions, just listed, in their order; undefined where there is none. */
  firstChunks(objectIds: number[]): Promise<(ChunkRecord | undefined)[]>
  /** The object's chunks from an index on. */
  chunks(query: VersionQuery & { from: number; limit: number }): Promise<IndexedChunk[] | undefined>
  /** One chunk of each of these versions, answer by answer in their order; undefined where there is none. */
  chunksAt(query: {
    jobId: string
    places: { objectId: number; index: number }[]
  }): Promise<(ChunkRecord | undefined)[]>

  upload(query: { jobId: string; uploadId: string }): Promise<UploadRecord | undefined>
  /** How many uploads of the job have not become objects, and the first of their names. */
  openUploads(query: { jobId: string }): Promise<{ count: number; name?: string }>
  /** The chunks an open upload has so far, from an index on. */
  uploadChunks(query: { jobId: string; uploadId: string; from: number; limit: number }): Promise<IndexedChunk[]>

  chunk(checksum: Sha256): Promise<ChunkRecord | undefined>
  /** Chunks without a reference since before the time, oldest first, behind the cursor. */
  orphans(query: {
    condemnedBefore: number
    limit: number
    cursor?: OrphanCursor
  }): Promise<{ chunks: ChunkRecord[]; cursor?: OrphanCursor }>
  orphanTotals(query: { condemnedBefore: number }): Promise<ChunkTotals>
  totals(): Promise<{ chunks: number; jobs: number }>
  /** What came of this request; undefined where it is not remembered. */
  request(request: SignedRequest): Promise<RequestOutcome | undefined>
  /** Undefined until one is set. */
  mark(): Promise<IndexMark | undefined>

  /** The packs that have chunks, in order. */
  packs(): Promise<number[]>
  /** Chunks that lie in the pack. */
  packTotals(query: { pack: number }): Promise<ChunkTotals>
  /** At most 65,536 of them. */
  packChunks(query: { pack: number }): Promise<ChunkRecord[]>
  /** Answer by answer: is the version that this job wrote under this name at this time still in any job? */
  versionsAlive(versions: { jobId: string; name: string; createdAt: number }[]): Promise<boolean[]>
}

export interface OrphanCursor {
  condemnedAt: number
  id: number
}

export interface IndexStore extends IndexWrites, IndexReads, ChunkUseReads, SharedContentReads, AsyncDisposable {}

/** The index cannot take the call now: its disk refused, or too many writes wait. Nothing of it has happened. */
export class IndexUnavailableError extends Error {
  override readonly name = 'IndexUnavailableError'
  readonly retryable = true
  /** True where the index is merely busy. */
  readonly busy: boolean
  /** No room is left: somebody has to make some. */
  readonly isFull: boolean
  constructor(message: string, options: { busy?: boolean; isFull?: boolean; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.busy = options.busy ?? false
    this.isFull = options.isFull ?? false
  }
}

/**
 * The index is damaged, missing or an older one where it was asked: the message is a plain sentence with the remedy. It
 * stays so until somebody acts.
 */
export class IndexDamagedError extends Error {
  override readonly name = 'IndexDamagedError'
  readonly retryable = false
}

/** The index on disk cannot be used by this version: newer, not ours, or on settings that would lose writes. */
export class IndexFormatError extends Error {
  override readonly name = 'IndexFormatError'
  readonly retryable = false
}
