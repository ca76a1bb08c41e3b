import type { IndexStore } from '../index-store.ts'
import type { ChunkStore } from '../ports.ts'
import { createChunkUses } from './chunk-uses.ts'
import type { Engine } from './engine.ts'
import { createGetChunks } from './get-chunks.ts'
import { createJobOperations } from './jobs.ts'
import { createMaintenance } from './maintenance.ts'
import { createObjectOperations } from './objects.ts'
import { once } from './once.ts'
import { createReads } from './reads.ts'
import { createRestoreJobs, type RestoreRecords } from './restore-jobs.ts'
import { createSharedContent } from './shared-content.ts'
import { createTokens } from './tokens.ts'
import { translated } from './translate.ts'
import { createTurns } from './turns.ts'
import { createUploadOperations } from './uploads.ts'

export type { CallContext, Engine } from './engine.ts'
export { createPackIndex } from './pack-index.ts'
export type { RestoreRecords } from './restore-jobs.ts'

export interface EngineOptions {
  index: IndexStore
  chunks: ChunkStore
  /** Secret under which tokens are made; with another one, tokens given out before are unknown. */
  tokenKey: Uint8Array
  /** Part of the ARNs it gives out. */
  region: string
  /** Milliseconds since the epoch. */
  clock?: () => number
  /** Records of the restores somebody ran, told as restore jobs. */
  restores?: RestoreRecords | undefined
  /** Why nothing may be freed now, as a sentence; undefined where it may. */
  keepGarbage?: () => Promise<string | undefined>
}

/** The service's operations over its two ports. */
export function createEngine(options: EngineOptions): Engine {
  const { tokenKey, clock = Date.now, keepGarbage = async () => undefined, ...rest } = options
  const parts = { ...rest, clock, keepGarbage, tokens: createTokens(tokenKey), turns: createTurns() }
  const engine = {
    ...createUploadOperations(parts),
    ...createObjectOperations(parts),
    ...createReads(parts),
    ...createGetChunks(parts),
    ...createJobOperations(parts),
    ...createMaintenance(parts),
    ...createRestoreJobs(parts),
    ...createChunkUses(parts),
    ...createSharedContent(parts),
  }
  return translated(once(engine, parts))
}
