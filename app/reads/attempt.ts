import 'server-only'
import { failureOf, type Result } from '#lib/result.ts'

/** The longest a page or an action waits for the storage service, in milliseconds. */
const patience = 30_000

/** Runs a read and turns whatever it throws into a failure in words; never rejects. */
export async function attempt<T extends object>(read: (signal: AbortSignal) => Promise<T>): Promise<Result<T>> {
  try {
    return { ok: true, ...(await read(AbortSignal.timeout(patience))) }
  } catch (error) {
    const failure = failureOf(error)
    if (failure.code === 'Unexpected') console.error(error)
    return { ok: false, error: failure }
  }
}
