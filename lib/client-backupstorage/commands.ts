import { command } from './command.ts'
import type * as io from './models/commands.ts'
import * as schemas from './schemas/operations.ts'

/** Begins an object; its bytes follow with {@link PutChunkCommand}. */
export class StartObjectCommand extends command<io.StartObjectCommandInput, io.StartObjectCommandOutput>(
  schemas.StartObject$,
) {}

/** Uploads one chunk. The same chunk may be sent again, with the same bytes. */
export class PutChunkCommand extends command<io.PutChunkCommandInput, io.PutChunkCommandOutput>(schemas.PutChunk$) {}

/** Completes an object: from here on it is in the job. */
export class NotifyObjectCompleteCommand extends command<
  io.NotifyObjectCompleteCommandInput,
  io.NotifyObjectCompleteCommandOutput
>(schemas.NotifyObjectComplete$) {}

/** Uploads a whole object of at most one chunk. */
export class PutObjectCommand extends command<io.PutObjectCommandInput, io.PutObjectCommandOutput>(
  schemas.PutObject$,
) {}

/** Removes an object that the job has, or has taken over from the backup before it. */
export class DeleteObjectCommand extends command<io.DeleteObjectCommandInput, io.DeleteObjectCommandOutput>(
  schemas.DeleteObject$,
) {}

export class ListObjectsCommand extends command<io.ListObjectsCommandInput, io.ListObjectsCommandOutput>(
  schemas.ListObjects$,
) {}

export class ListChunksCommand extends command<io.ListChunksCommandInput, io.ListChunksCommandOutput>(
  schemas.ListChunks$,
) {}

export class GetChunkCommand extends command<io.GetChunkCommandInput, io.GetChunkCommandOutput>(schemas.GetChunk$) {}

export class GetObjectMetadataCommand extends command<
  io.GetObjectMetadataCommandInput,
  io.GetObjectMetadataCommandOutput
>(schemas.GetObjectMetadata$) {}
