import { serviceUnavailable } from '../errors.ts'
import type { ReadOnly } from '../index-health.ts'
import type { Engine } from './engine.ts'

/** Every other operation writes. */
export const reads: ReadonlySet<string> = new Set<keyof Engine>([
  'listObjects',
  'listChunks',
  'getChunk',
  'getChunks',
  'getObjectMetadata',
  'listChunkUses',
  'listSharedContent',
  'describeStore',
  'listBackupJobs',
  'describeBackupJob',
  'listRestoreJobs',
  'describeRestoreJob',
])

/**
 * The engine that takes no writes while `readOnly` says so: nothing is read of the request, and nothing written.
 *
 * Trying again does not help, but of the errors that all operations list only ServiceUnavailable says that the request
 * was right and that the service cannot act on it; clients try three times and then tell its message.
 */
export function readOnlyGuard(engine: Engine, readOnly: () => ReadOnly | undefined): Engine {
  const guarded = Object.entries(engine).map(([name, operation]) => [
    name,
    async (input: never, context: never) => {
      const found = reads.has(name) ? undefined : readOnly()
      if (found) throw serviceUnavailable(`${found.reason}, so no write is taken. ${found.remedy}`)
      return await operation(input, context)
    },
  ])
  return Object.fromEntries(guarded) as unknown as Engine
}
