import type { StreamingBlobPayloadInputTypes, StreamingBlobPayloadOutputTypes } from '@smithy/types'
import type { BackupObjectExtension, ChunkExtension } from '../extensions/models.ts'
import type { DataChecksumAlgorithm, SummaryChecksumAlgorithm } from './enums.ts'

// As in every client of the SDK, a required member has no `?` and still admits `undefined`: a service may leave out
// what the model requires, and the client checks what is sent when it is sent.

export interface StartObjectInput {
  /** The job that is being written. */
  BackupJobId: string | undefined
  ObjectName: string | undefined
  /** Fail with {@link DataAlreadyExistsException} where the job already has an object of this name. */
  ThrowOnDuplicate?: boolean | undefined
}

export interface StartObjectOutput {
  UploadId: string | undefined
}

export interface PutChunkInput {
  /** The job that is being written. */
  BackupJobId: string | undefined
  UploadId: string | undefined
  /** The chunk's place among the object's chunks: an order, not an offset. */
  ChunkIndex: number | undefined
  /** The chunk's bytes. A stream is sent once and never retried; a string or byte array is. */
  Data: StreamingBlobPayloadInputTypes | undefined
  /** Bytes in `Data`. */
  Length: number | undefined
  /** SHA-256 of `Data`, base64. */
  Checksum: string | undefined
  ChecksumAlgorithm: DataChecksumAlgorithm | string | undefined
}

export interface PutChunkOutput {
  ChunkChecksum: string | undefined
  ChunkChecksumAlgorithm: DataChecksumAlgorithm | string | undefined
}

export interface NotifyObjectCompleteInput {
  /** The job that is being written. */
  BackupJobId: string | undefined
  UploadId: string | undefined
  /** SHA-256 over the raw chunk digests in index order, base64. */
  ObjectChecksum: string | undefined
  ObjectChecksumAlgorithm: SummaryChecksumAlgorithm | string | undefined
  /** 1 to 256 bytes. */
  MetadataString?: string | undefined
  /** At most 4 MB. */
  MetadataBlob?: StreamingBlobPayloadInputTypes | undefined
  /** Bytes in `MetadataBlob`. */
  MetadataBlobLength?: number | undefined
  /** SHA-256 of `MetadataBlob`, base64. */
  MetadataBlobChecksum?: string | undefined
  MetadataBlobChecksumAlgorithm?: DataChecksumAlgorithm | string | undefined
}

export interface NotifyObjectCompleteOutput {
  ObjectChecksum: string | undefined
  ObjectChecksumAlgorithm: SummaryChecksumAlgorithm | string | undefined
}

/** A whole object of one inline chunk (or none) in one call. */
export interface PutObjectInput {
  /** The job that is being written. */
  BackupJobId: string | undefined
  ObjectName: string | undefined
  MetadataString?: string | undefined
  InlineChunk?: StreamingBlobPayloadInputTypes | undefined
  /** Bytes in `InlineChunk`. */
  InlineChunkLength?: number | undefined
  /** SHA-256 of `InlineChunk`, base64. */
  InlineChunkChecksum?: string | undefined
  InlineChunkChecksumAlgorithm?: string | undefined
  ObjectChecksum?: string | undefined
  ObjectChecksumAlgorithm?: SummaryChecksumAlgorithm | string | undefined
  /** Fail with {@link DataAlreadyExistsException} where the job already has an object of this name. */
  ThrowOnDuplicate?: boolean | undefined
}

export interface PutObjectOutput {
  InlineChunkChecksum: string | undefined
  InlineChunkChecksumAlgorithm: DataChecksumAlgorithm | string | undefined
  ObjectChecksum: string | undefined
  ObjectChecksumAlgorithm: SummaryChecksumAlgorithm | string | undefined
}

export interface DeleteObjectInput {
  /** The job that is being written. */
  BackupJobId: string | undefined
  ObjectName: string | undefined
}

export interface ListObjectsInput {
  /** A backup job or a restore job. */
  StorageJobId: string | undefined
  /** The first name to list; ignored beside `NextToken`. */
  StartingObjectName?: string | undefined
  /** List only names that begin so; ignored beside `NextToken`. */
  StartingObjectPrefix?: string | undefined
  /** 1 to 100. */
  MaxResults?: number | undefined
  NextToken?: string | undefined
  CreatedBefore?: Date | undefined
  CreatedAfter?: Date | undefined
}

export interface ListObjectsOutput {
  /** May be short or empty and still be followed by another page: only a missing `NextToken` ends the list. */
  ObjectList: BackupObject[] | undefined
  NextToken?: string | undefined
}

export interface BackupObject extends BackupObjectExtension {
  Name: string | undefined
  ChunksCount?: number | undefined
  MetadataString?: string | undefined
  ObjectChecksum: string | undefined
  ObjectChecksumAlgorithm: SummaryChecksumAlgorithm | string | undefined
  /** Opaque; names this object of this job in the other reads. */
  ObjectToken: string | undefined
}

export interface ListChunksInput {
  /** A backup job or a restore job. */
  StorageJobId: string | undefined
  ObjectToken: string | undefined
  /** 1 to 100. */
  MaxResults?: number | undefined
  NextToken?: string | undefined
}

export interface ListChunksOutput {
  /** May be short or empty and still be followed by another page: only a missing `NextToken` ends the list. */
  ChunkList: Chunk[] | undefined
  NextToken?: string | undefined
}

export interface Chunk extends ChunkExtension {
  Index: number | undefined
  /** Bytes. */
  Length: number | undefined
  /** SHA-256, base64. */
  Checksum: string | undefined
  ChecksumAlgorithm: DataChecksumAlgorithm | string | undefined
  /** Opaque; names this chunk in GetChunk. */
  ChunkToken: string | undefined
}

export interface GetChunkInput {
  /** A backup job or a restore job. */
  StorageJobId: string | undefined
  ChunkToken: string | undefined
}

export interface GetChunkOutput {
  /** The connection is held until the stream is read to its end or destroyed. Nothing checks it against `Checksum`. */
  Data: StreamingBlobPayloadOutputTypes | undefined
  /** Bytes in `Data`. */
  Length: number | undefined
  /** SHA-256 of `Data`, base64. */
  Checksum: string | undefined
  ChecksumAlgorithm: DataChecksumAlgorithm | string | undefined
}

export interface GetObjectMetadataInput {
  /** A backup job or a restore job. */
  StorageJobId: string | undefined
  ObjectToken: string | undefined
}

export interface GetObjectMetadataOutput {
  MetadataString?: string | undefined
  /** An empty stream where there is no blob. The connection is held until it is read to its end or destroyed. */
  MetadataBlob?: StreamingBlobPayloadOutputTypes | undefined
  /** Bytes in `MetadataBlob`. */
  MetadataBlobLength?: number | undefined
  /** SHA-256 of `MetadataBlob`, base64. */
  MetadataBlobChecksum?: string | undefined
  MetadataBlobChecksumAlgorithm?: DataChecksumAlgorithm | string | undefined
}
