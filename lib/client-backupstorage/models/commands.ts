import type { MetadataBearer } from '@smithy/types'
import type { ExtensionInputTypes, ExtensionOutputTypes } from '../extensions/models.ts'
import type * as models from './models.ts'

export interface StartObjectCommandInput extends models.StartObjectInput {}
export interface StartObjectCommandOutput extends models.StartObjectOutput, MetadataBearer {}
export interface PutChunkCommandInput extends models.PutChunkInput {}
export interface PutChunkCommandOutput extends models.PutChunkOutput, MetadataBearer {}
export interface NotifyObjectCompleteCommandInput extends models.NotifyObjectCompleteInput {}
export interface NotifyObjectCompleteCommandOutput extends models.NotifyObjectCompleteOutput, MetadataBearer {}
export interface PutObjectCommandInput extends models.PutObjectInput {}
export interface PutObjectCommandOutput extends models.PutObjectOutput, MetadataBearer {}
export interface DeleteObjectCommandInput extends models.DeleteObjectInput {}
export interface DeleteObjectCommandOutput extends MetadataBearer {}
export interface ListObjectsCommandInput extends models.ListObjectsInput {}
export interface ListObjectsCommandOutput extends models.ListObjectsOutput, MetadataBearer {}
export interface ListChunksCommandInput extends models.ListChunksInput {}
export interface ListChunksCommandOutput extends models.ListChunksOutput, MetadataBearer {}
export interface GetChunkCommandInput extends models.GetChunkInput {}
export interface GetChunkCommandOutput extends models.GetChunkOutput, MetadataBearer {}
export interface GetObjectMetadataCommandInput extends models.GetObjectMetadataInput {}
export interface GetObjectMetadataCommandOutput extends models.GetObjectMetadataOutput, MetadataBearer {}

/** Whatever a client can be asked, the extensions included. */
export type ServiceInputTypes =
  | StartObjectCommandInput
  | PutChunkCommandInput
  | NotifyObjectCompleteCommandInput
  | PutObjectCommandInput
  | DeleteObjectCommandInput
  | ListObjectsCommandInput
  | ListChunksCommandInput
  | GetChunkCommandInput
  | GetObjectMetadataCommandInput
  | ExtensionInputTypes

export type ServiceOutputTypes =
  | StartObjectCommandOutput
  | PutChunkCommandOutput
  | NotifyObjectCompleteCommandOutput
  | PutObjectCommandOutput
  | DeleteObjectCommandOutput
  | ListObjectsCommandOutput
  | ListChunksCommandOutput
  | GetChunkCommandOutput
  | GetObjectMetadataCommandOutput
  | ExtensionOutputTypes
