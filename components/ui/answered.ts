import { failed, type Result } from '#lib/result.ts'

/**
 * What a server action returns: at once, so that the next action need not wait for what it promises. The promise that
 * arrives can be awaited, but its `then` gives no further promise.
 */
export type Asked<T> = Promise<{ page: Promise<Result<T>> }>

/** Waits for an action's answer; what kept it from being given is a failure too. Never rejects. */
export async function answered<T>(asked: Asked<T>): Promise<Result<T>> {
  try {
    return await (await asked).page
  } catch (error) {
    return (error as { name?: string }).name === 'UnrecognizedActionError'
      ? failed('Upgraded', 'The dashboard was upgraded since this page was opened. Reload to go on where you are.')
      : failed('Offline', 'The dashboard does not answer. This page goes on by itself when it does.', true)
  }
}
