import type { Failure, Result } from '#lib/result.ts'
import { answered } from '../ui/answered.ts'
import { mostRetries, pauseBefore } from '../ui/backoff.ts'

/** Some rows of a listing and where it goes on; no cursor at its end. Both cross from the server as plain objects. */
export interface Page<Row, Cursor> {
  rows: Row[]
  cursor?: Cursor
}

export type PageResult<Row, Cursor> = Result<Page<Row, Cursor>>

/** A server action that starts a read and returns at once, so that the next action need not wait for it. */
export type ReadPage<Row, Cursor> = (cursor: Cursor | undefined) => Promise<{ page: Promise<PageResult<Row, Cursor>> }>

/** Carries a failure through a query; `retryable` decides whether it is tried again by itself. */
export class ReadFailure extends Error {
  override readonly name = 'ReadFailure'
  readonly failure: Failure
  constructor(failure: Failure) {
    super(failure.message)
    this.failure = failure
  }
}

/** Calls the action and throws what it returns as a failure, or what kept it from being called at all. */
export async function readOrThrow<Row, Cursor>(read: ReadPage<Row, Cursor>, cursor: Cursor | undefined) {
  const result = await answered(read(cursor))
  if (!result.ok) throw new ReadFailure(result.error)
  return result
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
