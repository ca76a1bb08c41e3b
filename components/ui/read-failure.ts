import type { Failure, Result } from '#lib/failure/result.ts'
import { type Asked, answered } from './answered.ts'
import { mostRetries, pauseBefore } from './backoff.ts'

/** Carries a failure through a query; `retryable` decides whether it is tried again by itself. */
export class ReadFailure extends Error {
  override readonly name = 'ReadFailure'
  readonly failure: Failure
  constructor(failure: Failure) {
    super(failure.message)
    this.failure = failure
  }
}

/** Waits for an action's answer. @throws {ReadFailure} what it gave as a failure, or what kept it from being called at all. */
export async function answeredOrThrow<T>(asked: Asked<T>): Promise<Extract<Result<T>, { ok: true }>> {
  const answer = await answered(asked)
  if (!answer.ok) throw new ReadFailure(answer.error)
  return answer
}

export function failureIn(error: unknown): Failure | undefined {
  if (!error) return undefined
  if (error instanceof ReadFailure) return error.failure
  return { code: 'Unexpected', message: 'Something went wrong on this page. Try again.', retryable: false }
}

/** Options of a query that throws `ReadFailure`s: what may pass is tried again by itself. */
export const triedAgain = {
  retry: (failures: number, error: unknown) =>
    failures < mostRetries && error instanceof ReadFailure && error.failure.retryable,
  retryDelay: pauseBefore,
}
