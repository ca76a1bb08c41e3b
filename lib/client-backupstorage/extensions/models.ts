import type { MetadataBearer } from '@smithy/types'

// What this project adds to the Backup Storage API. Other services never send these members, other clients drop them.

/** Optional members of a listed object. */
export interface BackupObjectExtension {
  /** Bytes: the sum of the object's chunk lengths. */
  ObjectLength?: number | undefined
  /** When the object first became complete, kept through later incremental jobs. */
  CreationTime?: Date | undefined
  /** The chunk of an object that has but one, so that nobody need list it. */
  SingleChunk?: SingleChunk | undefined
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
}

export interface CommitBackupJobCommandOutput extends MetadataBearer {}

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

// biome-ignore lint/suspicious/noEmptyInterface: every operation has an input type, and a member may come.
export interface DescribeStoreCommandInput {}

export interface DescribeStoreCommandOutput extends MetadataBearer {
  /** Bytes the store takes up. */
  StoredBytes: number | undefined
  /** Bytes free on the store's volume. */
  FreeBytes: number | undefined
  ChunkCount: number | undefined
  JobCount: number | undefined
}
