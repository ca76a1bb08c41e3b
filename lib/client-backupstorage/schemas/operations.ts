import type { StaticOperationSchema } from '@smithy/types'
import { namespace } from './shapes.ts'
import {
  DeleteObjectInput$,
  GetChunkInput$,
  GetChunkOutput$,
  GetObjectMetadataInput$,
  GetObjectMetadataOutput$,
  ListChunksInput$,
  ListChunksOutput$,
  ListObjectsInput$,
  ListObjectsOutput$,
  NotifyObjectCompleteInput$,
  NotifyObjectCompleteOutput$,
  PutChunkInput$,
  PutChunkOutput$,
  PutObjectInput$,
  PutObjectOutput$,
  StartObjectInput$,
  StartObjectOutput$,
} from './structures.ts'

// [9, namespace, name, traits, input, output]. `unsignedPayload` is the model's `aws.auth#unsignedPayload`: the body is
// left out of the signature, the checksum in the signed query stands for it.

export const StartObject$: StaticOperationSchema = [
  9,
  namespace,
  'StartObject',
  { http: ['PUT', '/backup-jobs/{BackupJobId}/object/{ObjectName}', 200] },
  () => StartObjectInput$,
  () => StartObjectOutput$,
]

export const PutChunk$: StaticOperationSchema = [
  9,
  namespace,
  'PutChunk',
  { http: ['PUT', '/backup-jobs/{BackupJobId}/chunk/{UploadId}/{ChunkIndex}', 200], unsignedPayload: 1 },
  () => PutChunkInput$,
  () => PutChunkOutput$,
]

export const NotifyObjectComplete$: StaticOperationSchema = [
  9,
  namespace,
  'NotifyObjectComplete',
  { http: ['PUT', '/backup-jobs/{BackupJobId}/object/{UploadId}/complete', 200], unsignedPayload: 1 },
  () => NotifyObjectCompleteInput$,
  () => NotifyObjectCompleteOutput$,
]

export const PutObject$: StaticOperationSchema = [
  9,
  namespace,
  'PutObject',
  { http: ['PUT', '/backup-jobs/{BackupJobId}/object/{ObjectName}/put-object', 200], unsignedPayload: 1 },
  () => PutObjectInput$,
  () => PutObjectOutput$,
]

export const DeleteObject$: StaticOperationSchema = [
  9,
  namespace,
  'DeleteObject',
  { http: ['DELETE', '/backup-jobs/{BackupJobId}/object/{ObjectName}', 200] },
  () => DeleteObjectInput$,
  () => 'unit',
]

export const ListObjects$: StaticOperationSchema = [
  9,
  namespace,
  'ListObjects',
  { http: ['GET', '/restore-jobs/{StorageJobId}/objects/list', 200] },
  () => ListObjectsInput$,
  () => ListObjectsOutput$,
]

export const ListChunks$: StaticOperationSchema = [
  9,
  namespace,
  'ListChunks',
  { http: ['GET', '/restore-jobs/{StorageJobId}/chunks/{ObjectToken}/list', 200] },
  () => ListChunksInput$,
  () => ListChunksOutput$,
]

export const GetChunk$: StaticOperationSchema = [
  9,
  namespace,
  'GetChunk',
  { http: ['GET', '/restore-jobs/{StorageJobId}/chunk/{ChunkToken}', 200] },
  () => GetChunkInput$,
  () => GetChunkOutput$,
]

export const GetObjectMetadata$: StaticOperationSchema = [
  9,
  namespace,
  'GetObjectMetadata',
  { http: ['GET', '/restore-jobs/{StorageJobId}/object/{ObjectToken}/metadata', 200] },
  () => GetObjectMetadataInput$,
  () => GetObjectMetadataOutput$,
]
