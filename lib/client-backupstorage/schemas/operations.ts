import { operationsOf } from './operation.ts'
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

// `unsignedPayload`: the checksum in the signed query stands for the body.

const { reading, writing } = operationsOf(namespace)

export const StartObject$ = writing(
  'StartObject',
  { http: ['PUT', '/backup-jobs/{BackupJobId}/object/{ObjectName}', 200] },
  () => StartObjectInput$,
  () => StartObjectOutput$,
)

export const PutChunk$ = writing(
  'PutChunk',
  { http: ['PUT', '/backup-jobs/{BackupJobId}/chunk/{UploadId}/{ChunkIndex}', 200], unsignedPayload: 1 },
  () => PutChunkInput$,
  () => PutChunkOutput$,
)

export const NotifyObjectComplete$ = writing(
  'NotifyObjectComplete',
  { http: ['PUT', '/backup-jobs/{BackupJobId}/object/{UploadId}/complete', 200], unsignedPayload: 1 },
  () => NotifyObjectCompleteInput$,
  () => NotifyObjectCompleteOutput$,
)

export const PutObject$ = writing(
  'PutObject',
  { http: ['PUT', '/backup-jobs/{BackupJobId}/object/{ObjectName}/put-object', 200], unsignedPayload: 1 },
  () => PutObjectInput$,
  () => PutObjectOutput$,
)

export const DeleteObject$ = writing(
  'DeleteObject',
  { http: ['DELETE', '/backup-jobs/{BackupJobId}/object/{ObjectName}', 200] },
  () => DeleteObjectInput$,
  () => 'unit',
)

export const ListObjects$ = reading(
  'ListObjects',
  { http: ['GET', '/restore-jobs/{StorageJobId}/objects/list', 200] },
  () => ListObjectsInput$,
  () => ListObjectsOutput$,
)

export const ListChunks$ = reading(
  'ListChunks',
  { http: ['GET', '/restore-jobs/{StorageJobId}/chunks/{ObjectToken}/list', 200] },
  () => ListChunksInput$,
  () => ListChunksOutput$,
)

export const GetChunk$ = reading(
  'GetChunk',
  { http: ['GET', '/restore-jobs/{StorageJobId}/chunk/{ChunkToken}', 200] },
  () => GetChunkInput$,
  () => GetChunkOutput$,
)

export const GetObjectMetadata$ = reading(
  'GetObjectMetadata',
  { http: ['GET', '/restore-jobs/{StorageJobId}/object/{ObjectToken}/metadata', 200] },
  () => GetObjectMetadataInput$,
  () => GetObjectMetadataOutput$,
)
