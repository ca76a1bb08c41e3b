import { randomUUID } from 'node:crypto'
import { sweepTemporaryFiles } from '../data-folder/temporary-files.ts'
import { type CopyPlace, copyIndex, indexCopies } from '../index-copies.ts'
import type { IndexHealth } from '../index-health.ts'
import type { MaintenanceStep, StepStats } from './maintenance.ts'

const minuteMs = 60 * 1000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

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

/**
 * Notices an index that is put in the place of the one in use.
 *
 * @param place says why the file is not the one that was opened; see `watchPlace`.
 */
export function indexWatch(
  file: string,
  place: () => Promise<string | undefined>,
  health: IndexHealth,
  everyMs = minuteMs,
): MaintenanceStep {
  return {
    name: 'watch-index',
    everyMs,
    async run() {
      const found = health.readOnly ? undefined : await place()
      if (found !== undefined) health.doubt(`The index ${file} ${found}`)
      return {}
    },
  }
}

/**
 * Copies the index once a day, also where the service is started anew more often than that. An index that is doubted is
 * not copied: it would take the place of a sound one.
 *
 * @param clock milliseconds since the epoch.
 */
export function indexCopy(place: CopyPlace, health: IndexHealth, clock = Date.now, everyMs = hourMs): MaintenanceStep {
  return {
    name: 'copy-index',
    everyMs,
    async run(signal): Promise<StepStats> {
      const now = clock()
      const [newest] = await indexCopies(place.folder)
      if (health.readOnly || (newest && now - newest.at < dayMs && newest.at <= now)) return { copies: 0 }
      return { copies: 1, bytes: await copyIndex(place, { health, now, signal }) }
    },
  }
}
