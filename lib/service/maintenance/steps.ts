import { randomUUID } from 'node:crypto'
import { sweepTemporaryFiles } from '../data-folder/temporary-files.ts'
import type { MaintenanceStep } from './maintenance.ts'

const minuteMs = 60 * 1000
const hourMs = 60 * minuteMs

/** The engine's part that is needed here. */
export interface GarbageCollector {
  collectGarbage(
    input: { GraceSeconds?: number },
    context: { requestId: string; signal: AbortSignal },
  ): Promise<{ ChunkCount?: number; ByteCount?: number }>
}

/** Frees chunks nothing has referred to for a day. */
export function garbageCollection(engine: GarbageCollector, everyMs = hourMs): MaintenanceStep {
  return {
    name: 'collect-garbage',
    everyMs,
    async run(signal) {
      const input = { GraceSeconds: 24 * 60 * 60 }
      const freed = await engine.collectGarbage(input, { requestId: randomUUID(), signal })
      return { chunks: freed.ChunkCount ?? 0, bytes: freed.ByteCount ?? 0 }
    },
  }
}

/** The index's part that is needed here. */
export interface RequestMemory {
  forgetRequests(input: { signedBefore: number }): Promise<{ more: boolean }>
}

/**
 * Forgets requests whose signatures are no longer valid; a margin is for a clock that is set while they are.
 *
 * @param validMs how long after its time a signature is.
 */
export function requestExpiry(
  index: RequestMemory,
  { validMs, everyMs = 5 * minuteMs, clock = Date.now }: { validMs: number; everyMs?: number; clock?: () => number },
): MaintenanceStep {
  return {
    name: 'forget-requests',
    everyMs,
    async run(signal) {
      const signedBefore = clock() - validMs - 5 * minuteMs
      let calls = 1
      while (!signal.aborted && (await index.forgetRequests({ signedBefore })).more) calls++
      return { calls }
    },
  }
}

/** Deletes temporary files nobody writes to any more. */
export function temporaryFileSweep(folder: string, everyMs = hourMs): MaintenanceStep {
  return { name: 'sweep-temporary-files', everyMs, run: () => sweepTemporaryFiles(folder) }
}
