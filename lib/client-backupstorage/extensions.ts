/**
 * What this project's own service offers beside the official API. Other services answer these with an error; the
 * optional members of {@link io.BackupObjectExtension} and {@link io.ChunkExtension} they just leave out.
 */
import { command } from './command.ts'
import type * as io from './extensions/models.ts'
import * as schemas from './extensions/schemas.ts'

export * from './extensions/chunk-frames.ts'
export * from './extensions/models.ts'
export * from './extensions/schemas.ts'

/** Ends a running job: what it holds becomes its backup. Repeating it is harmless. */
export class CommitBackupJobCommand extends command<io.CommitBackupJobCommandInput, io.CommitBackupJobCommandOutput>(
  schemas.CommitBackupJob$,
) {}

/** The writer of a running job gives up and says why: the job ends as ABORTED. Repeating it is harmless. */
export class FailBackupJobCommand extends command<io.FailBackupJobCommandInput, io.FailBackupJobCommandOutput>(
  schemas.FailBackupJob$,
) {}

/** Somebody has looked at the warning a backup carries. Repeating it is harmless. */
export class ConfirmBackupJobCommand extends command<io.ConfirmBackupJobCommandInput, io.ConfirmBackupJobCommandOutput>(
  schemas.ConfirmBackupJob$,
) {}

/** Frees the bytes that no job refers to any more. */
export class CollectGarbageCommand extends command<io.CollectGarbageCommandInput, io.CollectGarbageCommandOutput>(
  schemas.CollectGarbage$,
) {}

/** How full the store is. */
export class DescribeStoreCommand extends command<io.DescribeStoreCommandInput, io.DescribeStoreCommandOutput>(
  schemas.DescribeStore$,
) {}

/** Every object that has a chunk, whatever its job, and where an intact version of each is. */
export class ListChunkUsesCommand extends command<io.ListChunkUsesCommandInput, io.ListChunkUsesCommandOutput>(
  schemas.ListChunkUses$,
) {}

/** How much of what a job shows the other jobs of its resource show as well. */
export class ListSharedContentCommand extends command<
  io.ListSharedContentCommandInput,
  io.ListSharedContentCommandOutput
>(schemas.ListSharedContent$) {}

/** Several small chunks in one answer, each checked by itself: one that is damaged does not keep the others away. */
export class GetChunksCommand extends command<io.GetChunksCommandInput, io.GetChunksCommandOutput>(
  schemas.GetChunks$,
) {}
