import 'server-only'
import { requestId } from '#app/session.ts'
import { failureOf } from '#lib/failure/failure-of.ts'
import type { Result } from '#lib/failure/result.ts'
import { runtime } from '#lib/runtime.ts'
import { explained } from '#lib/storage/no-backup.ts'
import { backup } from '../storage.ts'

/** The longest a page or an action waits for the storage service, in milliseconds. */
const patience = 30_000

/** Runs a read and turns whatever it throws into a failure in words; never rejects. */
export async function attempt<T extends object>(read: (signal: AbortSignal) => Promise<T>): Promise<Result<T>> {
  try {
    return { ok: true, ...(await read(AbortSignal.timeout(patience))) }
  } catch (error) {
    const failure = failureOf(error)
    if (failure.code !== 'Unexpected') return { ok: false, error: failure }
    const id = await requestId()
    runtime().log.error({ err: error, requestId: id }, 'A read failed')
    return { ok: false, error: { ...failure, requestId: id } }
  }
}

/** The same for what a job holds: where the job ended without a backup, the failure says what became of it. */
export function attemptIn<T extends object>(
  jobId: string,
  read: (signal: AbortSignal) => Promise<T>,
): Promise<Result<T>> {
  return attempt((signal) =>
    read(signal).catch(async (error) => {
      throw await explained(backup(), jobId, error)
    }),
  )
}
