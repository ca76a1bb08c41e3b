import type {
  DeleteRecoveryPointCommandInput,
  DescribeBackupJobCommandInput,
  DescribeBackupJobCommandOutput,
  DescribeRestoreJobCommandInput,
  DescribeRestoreJobCommandOutput,
  ListBackupJobsCommandInput,
  ListBackupJobsCommandOutput,
  ListRestoreJobsCommandInput,
  ListRestoreJobsCommandOutput,
  StartBackupJobCommandInput,
  StartBackupJobCommandOutput,
  StopBackupJobCommandInput,
} from '@aws-sdk/client-backup'
import type {
  DeleteObjectCommandInput,
  GetChunkCommandInput,
  GetChunkCommandOutput,
  GetObjectMetadataCommandInput,
  GetObjectMetadataCommandOutput,
  ListChunksCommandInput,
  ListChunksCommandOutput,
  ListObjectsCommandInput,
  ListObjectsCommandOutput,
  NotifyObjectCompleteCommandInput,
  NotifyObjectCompleteCommandOutput,
  PutChunkCommandInput,
  PutChunkCommandOutput,
  PutObjectCommandInput,
  PutObjectCommandOutput,
  StartObjectCommandInput,
  StartObjectCommandOutput,
} from '@aws-sdk/client-backupstorage'
import type {
  CollectGarbageCommandInput,
  CollectGarbageCommandOutput,
  CommitBackupJobCommandInput,
  ConfirmBackupJobCommandInput,
  DescribeStoreCommandInput,
  DescribeStoreCommandOutput,
  FailBackupJobCommandInput,
  GetChunksCommandInput,
  GetChunksCommandOutput,
  ListChunkUsesCommandInput,
  ListChunkUsesCommandOutput,
  ListSharedContentCommandInput,
  ListSharedContentCommandOutput,
} from '@aws-sdk/client-backupstorage/extensions'
import type { ReadOnly } from '../index-health.ts'
import type { IndexStore, SignedRequest } from '../index-store.ts'
import type { ChunkStore } from '../ports.ts'
import type { Records } from './records.ts'
import type { RestoreRecords } from './restore-jobs.ts'
import type { Tokens } from './tokens.ts'
import type { Turns } from './turns.ts'

export interface CallContext {
  requestId: string
  signal: AbortSignal
  /** The signature it came with; what it asks for is done once (once.ts). */
  request?: SignedRequest | undefined
  /** Takes memory for the payload that will be answered, before it is read. */
  reserve?: ((bytes: number) => Promise<void>) | undefined
}

/** What the engine stands on. */
export interface Parts {
  index: IndexStore
  chunks: ChunkStore
  records: Records
  tokens: Tokens
  turns: Turns
  /** Milliseconds since the epoch. */
  clock: () => number
  /** Part of the ARNs it gives out. */
  region: string
  /** Where its restore jobs are recorded. */
  restores?: RestoreRecords | undefined
  /** Why no write is taken now, and what to do about it; undefined where writes are taken. */
  readOnly: () => ReadOnly | undefined
  /** Why nothing may be freed now, as a sentence; undefined where it may. */
  keepGarbage: () => Promise<string | undefined>
}

/** The input with its streaming member as bytes that arrive. */
type Streamed<T, K extends keyof T> = Omit<T, K> & { [Member in K]?: AsyncIterable<Uint8Array> | undefined }
type Answer<T> = Omit<T, '$metadata'>
/** The output with its streaming member whole. */
type Whole<T, K extends keyof T> = Omit<Answer<T>, K> & { [Member in K]?: Buffer | undefined }
type Operation<Input, Output> = (input: Input, context: CallContext) => Promise<Output>

export type PutChunkInput = Streamed<PutChunkCommandInput, 'Data'>
export type NotifyObjectCompleteInput = Streamed<NotifyObjectCompleteCommandInput, 'MetadataBlob'>
export type PutObjectInput = Streamed<PutObjectCommandInput, 'InlineChunk'>

/**
 * The operations by what they mean. Callers have checked the form (types, required members, enumerations); the engine
 * checks the rest.
 *
 * @throws {ServiceError} what the caller is to be told. Anything else thrown is a fault.
 */
export interface Engine {
  startObject: Operation<StartObjectCommandInput, Answer<StartObjectCommandOutput>>
  putChunk: Operation<PutChunkInput, Answer<PutChunkCommandOutput>>
  notifyObjectComplete: Operation<NotifyObjectCompleteInput, Answer<NotifyObjectCompleteCommandOutput>>
  putObject: Operation<PutObjectInput, Answer<PutObjectCommandOutput>>
  deleteObject: Operation<DeleteObjectCommandInput, object>
  listObjects: Operation<ListObjectsCommandInput, Answer<ListObjectsCommandOutput>>
  listChunks: Operation<ListChunksCommandInput, Answer<ListChunksCommandOutput>>
  getChunk: Operation<GetChunkCommandInput, Whole<GetChunkCommandOutput, 'Data'>>
  getObjectMetadata: Operation<GetObjectMetadataCommandInput, Whole<GetObjectMetadataCommandOutput, 'MetadataBlob'>>

  /** For maintenance: what nobody has gone on with for seven days is given up. No client asks for it. */
  expireUploads: Operation<{ unusedMs?: number }, { uploads: number }>

  commitBackupJob: Operation<CommitBackupJobCommandInput, object>
  failBackupJob: Operation<FailBackupJobCommandInput, object>
  confirmBackupJob: Operation<ConfirmBackupJobCommandInput, object>
  collectGarbage: Operation<CollectGarbageCommandInput, Answer<CollectGarbageCommandOutput>>
  describeStore: Operation<DescribeStoreCommandInput, Answer<DescribeStoreCommandOutput>>
  listChunkUses: Operation<ListChunkUsesCommandInput, Answer<ListChunkUsesCommandOutput>>
  listSharedContent: Operation<ListSharedContentCommandInput, Answer<ListSharedContentCommandOutput>>
  getChunks: Operation<GetChunksCommandInput, Whole<GetChunksCommandOutput, 'Data'>>

  startBackupJob: Operation<StartBackupJobCommandInput, Answer<StartBackupJobCommandOutput>>
  listBackupJobs: Operation<ListBackupJobsCommandInput, Answer<ListBackupJobsCommandOutput>>
  describeBackupJob: Operation<DescribeBackupJobCommandInput, Answer<DescribeBackupJobCommandOutput>>
  stopBackupJob: Operation<StopBackupJobCommandInput, object>
  deleteRecoveryPoint: Operation<DeleteRecoveryPointCommandInput, object>
  listRestoreJobs: Operation<ListRestoreJobsCommandInput, Answer<ListRestoreJobsCommandOutput>>
  describeRestoreJob: Operation<DescribeRestoreJobCommandInput, Answer<DescribeRestoreJobCommandOutput>>
}
