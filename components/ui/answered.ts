import { failed, type Result } from '#lib/failure/result.ts'
import { noteStanding } from './standing.ts'

/**
 * What a server action returns: at once, so that the next action need not wait for what it promises. The promise that
 * arrives can be awaited, but its `then` gives no further promise.
 */
export type Asked<T> = Promise<{ page: Promise<Result<T>> }>

/** Waits for an action's answer; what kept it from being given is a failure too. Never rejects. */
export async function answered<T>(asked: Asked<T>): Promise<Result<T>> {
  try {
    const answer = await (await asked).page
    noteStanding(!answer.ok && answer.error.code === 'SignInRequired' ? 'signed-out' : 'fine')
    return answer
  } catch (error) {
    if ((error as { name?: string }).name !== 'UnrecognizedActionError')
      return failed('Offline', 'The dashboard does not answer. This page goes on by itself when it does.', true)
    noteStanding('upgraded')
    return failed('Upgraded', 'Thaw was upgraded since this page was opened. Reload to go on where you are.')
  }
}
