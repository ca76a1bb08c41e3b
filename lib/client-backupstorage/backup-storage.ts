import { createAggregatedClient } from '@smithy/core/client'
import type { HttpHandlerOptions, PaginationConfiguration, Paginator } from '@smithy/types'
import { BackupStorageClient } from './client.ts'
import * as commands from './commands.ts'
import type * as io from './models/commands.ts'
import { paginateListChunks, paginateListObjects } from './pagination.ts'

interface Method<I, O> {
  (input: I, options?: HttpHandlerOptions): Promise<O>
  (input: I, callback: (error: unknown, data?: O) => void): void
  (input: I, options: HttpHandlerOptions, callback: (error: unknown, data?: O) => void): void
}

type Walk<I, O> = (input: I, config?: Omit<PaginationConfiguration, 'client'>) => Paginator<O>

export interface BackupStorage {
  startObject: Method<io.StartObjectCommandInput, io.StartObjectCommandOutput>
  putChunk: Method<io.PutChunkCommandInput, io.PutChunkCommandOutput>
  notifyObjectComplete: Method<io.NotifyObjectCompleteCommandInput, io.NotifyObjectCompleteCommandOutput>
  putObject: Method<io.PutObjectCommandInput, io.PutObjectCommandOutput>
  deleteObject: Method<io.DeleteObjectCommandInput, io.DeleteObjectCommandOutput>
  listObjects: Method<io.ListObjectsCommandInput, io.ListObjectsCommandOutput>
  listChunks: Method<io.ListChunksCommandInput, io.ListChunksCommandOutput>
  getChunk: Method<io.GetChunkCommandInput, io.GetChunkCommandOutput>
  getObjectMetadata: Method<io.GetObjectMetadataCommandInput, io.GetObjectMetadataCommandOutput>
  paginateListObjects: Walk<io.ListObjectsCommandInput, io.ListObjectsCommandOutput>
  paginateListChunks: Walk<io.ListChunksCommandInput, io.ListChunksCommandOutput>
}

/** The client with a method for each operation, instead of `send(new …Command())`. */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the methods are put on the prototype below.
export class BackupStorage extends BackupStorageClient {}

createAggregatedClient(commands, BackupStorage, { paginators: { paginateListObjects, paginateListChunks } })
