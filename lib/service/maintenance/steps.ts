import { randomUUID } from 'node:crypto'
import { sweepTemporaryFiles } from '../data-folder/temporary-files.ts'
import type { MaintenanceStep } from './maintenance.ts'

const hourMs = 60 * 60 * 1000

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

/** The engine's part that is needed here. */
export interface UploadExpirer {
  expireUploads(input: object, context: { requestId: string; signal: AbortSignal }): Promise<{ uploads: number }>
}

/** Gives up uploads nobody has gone on with for seven days. */
export function uploadExpiry(engine: UploadExpirer, everyMs = hourMs): MaintenanceStep {
  return {
    name: 'expire-uploads',
    everyMs,
    run: async (signal) => ({ ...(await engine.expireUploads({}, { requestId: randomUUID(), signal })) }),
  }
}

/** Deletes temporary files nobody writes to any more. */
export function temporaryFileSweep(folder: string, everyMs = hourMs): MaintenanceStep {
  return { name: 'sweep-temporary-files', everyMs, run: () => sweepTemporaryFiles(folder) }
}
