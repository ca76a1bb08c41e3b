import type { ReadOnly } from '../index-health.ts'
import type { IndexStore } from '../index-store.ts'
import type { ChunkStore } from '../ports.ts'
import { createChunkUses } from './chunk-uses.ts'
import type { Engine } from './engine.ts'
import { createGetChunks } from './get-chunks.ts'
import { createJobOperations } from './jobs.ts'
import { createMaintenance } from './maintenance.ts'
import { createObjectOperations } from './objects.ts'
import { once } from './once.ts'
import { readOnlyGuard } from './read-only.ts'
import { createReads } from './reads.ts'
import { createRecords, type Records } from './records.ts'
import { createRestoreJobs, type RestoreRecords } from './restore-jobs.ts'
import { createSharedContent } from './shared-content.ts'
import { createTokens } from './tokens.ts'
import { translated } from './translate.ts'
import { createTurns } from './turns.ts'
import { createUploadOperations } from './uploads.ts'

export type { CallContext, Engine } from './engine.ts'
export { openRecords } from './open-records.ts'
export { createPackIndex } from './pack-index.ts'
export type { Records, SettledMark } from './records.ts'
export type { RestoreRecords } from './restore-jobs.ts'

export interface EngineOptions {
  index: IndexStore
  chunks: ChunkStore
  /** Writes the records; one of its own where they are not opened (open-records.ts). */
  records?: Records | undefined
  /** Secret under which tokens are made; with another one, tokens given out before are unknown. */
  tokenKey: Uint8Array
  /** Part of the ARNs it gives out. */
  region: string
  /** Milliseconds since the epoch. */
  clock?: () => number
  /** Records of the restores somebody ran, told as restore jobs. */
  restores?: RestoreRecords | undefined
  /** Why no write is taken now, and what to do about it; undefined where writes are taken. */
  readOnly?: () => ReadOnly | undefined
  /** Why nothing may be freed now, as a sentence; undefined where it may. */
  keepGarbage?: () => Promise<string | undefined>
}

/** The service's operations over its two ports. */
export function createEngine(options: EngineOptions): Engine {
  const {
    tokenKey,
    clock = Date.now,
    keepGarbage = async () => undefined,
    readOnly = () => undefined,
    records = createRecords(options.chunks, { clock }),
    ...rest
  } = options
  const parts = { ...rest, clock, records, keepGarbage, readOnly, tokens: createTokens(tokenKey), turns: createTurns() }
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
  return translated(readOnlyGuard(once(engine, parts), readOnly))
}
