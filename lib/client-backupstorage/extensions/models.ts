import type { MetadataBearer } from '@smithy/types'
import type { GetChunkOutput } from '../models/models.ts'

// What this project adds to the Backup Storage API. Other services never send these members, other clients drop them.

/** Optional members of a listed object. */
export interface BackupObjectExtension {
  /** Bytes: the sum of the object's chunk lengths. */
  ObjectLength?: number | undefined
  /** When the object first became complete, kept through later incremental jobs. */
  CreationTime?: Date | undefined
  /** The chunk of an object that has but one, so that nobody need list it. */
  SingleChunk?: SingleChunk | undefined
  /** Bytes; 0: it has no metadata blob, so that nobody need ask for it. */
  MetadataBlobLength?: number | undefined
}

/** Optional members of a listed chunk. */
export interface ChunkExtension {
  /** Something else in the store has the chunk as well: content of another version, a metadata blob, an upload. */
  IsShared?: boolean | undefined
}

export interface SingleChunk {
  Length: number | undefined
  Checksum: string | undefined
  ChunkToken: string | undefined
}

export interface CommitBackupJobCommandInput {
  /** The job that is being written. */
  BackupJobId: string | undefined
  /** Drop uploads that were never completed; without it they make the commit fail. */
  AbandonOpenUploads?: boolean | undefined
  /** What a person should look at before relying on this backup; at most 1,024 bytes. */
  Warning?: string | undefined
  /** JSON text about how the backup was made; at most 4 KiB. DescribeBackupJob has it among its options. */
  Details?: string | undefined
}

export interface CommitBackupJobCommandOutput extends MetadataBearer {}

export interface FailBackupJobCommandInput {
  /** The job that is being written. */
  BackupJobId: string | undefined
  /** Why its writer gives up, in words; at most 1,024 bytes. */
  Reason: string | undefined
}

export interface FailBackupJobCommandOutput extends MetadataBearer {}

export interface ConfirmBackupJobCommandInput {
  /** A completed job. */
  BackupJobId: string | undefined
}

export interface ConfirmBackupJobCommandOutput extends MetadataBearer {}

export interface CollectGarbageCommandInput {
  /** Only count what would be freed. */
  DryRun?: boolean | undefined
  /** Leave alone what became unreferenced less than this many seconds ago. */
  GraceSeconds?: number | undefined
}

/** What was freed, or would be. */
export interface CollectGarbageCommandOutput extends MetadataBearer {
  ChunkCount: number | undefined
  ByteCount: number | undefined
}

export interface ListChunkUsesCommandInput {
  /** SHA-256 of the chunk, base64. */
  ChunkChecksum: string | undefined
  /** 1 to 100; 100. */
  MaxResults?: number | undefined
  NextToken?: string | undefined
}

/** A version of an object that has the chunk, and the jobs that show this version. */
export interface ChunkUse {
  ObjectName: string | undefined
  /** SUMMARY of the version. */
  ObjectChecksum: string | undefined
  ObjectLength: number | undefined
  CreationTime: Date | undefined
  /** The first index the chunk has in the object; -1 where it is the object's metadata blob. */
  ChunkIndex: number | undefined
  /** How often the object has it. */
  ChunkCount: number | undefined
  /** The newest 50 of the jobs, newest first. */
  StorageJobIds: string[] | undefined
  StorageJobCount: number | undefined
  /** The newest version of this name, in the same line of jobs, that has neither this chunk nor one known as damaged. */
  IntactVersion?: IntactVersion | undefined
  /** The line of jobs that shows it. */
  ResourceArn?: string | undefined
  BackupVaultName?: string | undefined
  /** When the first and the last of the jobs that show it began; those between them that left a backup show it too. */
  FirstJobCreationDate?: Date | undefined
  /** Absent while the name still stands for it: jobs to come show it as well, until one of them writes the name anew. */
  LastJobCreationDate?: Date | undefined
}

export interface IntactVersion {
  /** The newest job that shows it. */
  StorageJobId: string | undefined
  ObjectChecksum: string | undefined
  ObjectLength: number | undefined
  CreationTime: Date | undefined
}

export interface ListChunkUsesCommandOutput extends MetadataBearer {
  /**
   * STORED (as far as is known: damage shows when it is read), DAMAGED or MISSING. A chunk uploaded again is STORED.
   */
  ChunkState: 'STORED' | 'DAMAGED' | 'MISSING' | string | undefined
  ChunkLength: number | undefined
  /** Newest versions first. A page may be short or empty and still carry a token. */
  ChunkUseList: ChunkUse[] | undefined
  NextToken?: string | undefined
}

export interface ListSharedContentCommandInput {
  /** A completed job. */
  StorageJobId: string | undefined
  /** Only objects whose names begin so. */
  StartingObjectPrefix?: string | undefined
  /** Only objects up to this name, itself included. */
  EndingObjectName?: string | undefined
}

/** How much of what one job shows another one shows as well: all but what is missing there. */
export interface SharedContent {
  /** The other job. */
  StorageJobId: string | undefined
  /** Versions of objects that it does not show, and the sum of their lengths in bytes. */
  MissingObjectCount: number | undefined
  MissingByteCount: number | undefined
}

export interface ListSharedContentCommandOutput extends MetadataBearer {
  /** The line of jobs it is among. */
  ResourceArn: string | undefined
  BackupVaultName: string | undefined
  /** Completed jobs of the same line but it, newest first: those near it, at most 1,000. */
  SharedContentList: SharedContent[] | undefined
}

/** The most a GetChunks answers, in chunks and in their bytes. */
export const GetChunksLimits = { chunks: 256, bytes: 8 * 1024 * 1024 } as const

export interface GetChunksCommandInput {
  StorageJobId: string | undefined
  /** Of chunks of any objects of the job, in the order in which they are to come; at most {@link GetChunksLimits}. */
  ChunkTokenList: string[] | undefined
}

export interface GetChunksCommandOutput extends MetadataBearer {
  /** A frame for each token, in their order: `decodeChunkFrames` takes them apart. */
  Data?: GetChunkOutput['Data']
}

// biome-ignore lint/suspicious/noEmptyInterface: every operation has an input type, and a member may come.
export interface DescribeStoreCommandInput {}

export interface DescribeStoreCommandOutput extends MetadataBearer {
  /** Bytes the store takes up. */
  StoredBytes: number | undefined
  /** Bytes free on the store's volume. */
  FreeBytes: number | undefined
  ChunkCount: number | undefined
  JobCount: number | undefined
  /** Present while the service takes no writes: why, in words. */
  ReadOnlyReason?: string | undefined
  /** What to do about it, in words. */
  ReadOnlyRemedy?: string | undefined
}

export type ExtensionInputTypes =
  | CommitBackupJobCommandInput
  | FailBackupJobCommandInput
  | ConfirmBackupJobCommandInput
  | CollectGarbageCommandInput
  | ListChunkUsesCommandInput
  | ListSharedContentCommandInput
  | GetChunksCommandInput
  | DescribeStoreCommandInput

export type ExtensionOutputTypes =
  | CommitBackupJobCommandOutput
  | FailBackupJobCommandOutput
  | ConfirmBackupJobCommandOutput
  | CollectGarbageCommandOutput
  | ListChunkUsesCommandOutput
  | ListSharedContentCommandOutput
  | GetChunksCommandOutput
  | DescribeStoreCommandOutput
