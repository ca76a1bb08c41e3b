import type { Result } from '#lib/failure/result.ts'

/** Some rows of a listing and where it goes on; no cursor at its end. Both cross from the server as plain objects. */
export interface Page<Row, Cursor> {
  rows: Row[]
  cursor?: Cursor
}

export type PageResult<Row, Cursor> = Result<Page<Row, Cursor>>

/** A server action that starts a read and returns at once, so that the next action need not wait for it. */
export type ReadPage<Row, Cursor> = (cursor: Cursor | undefined) => Promise<{ page: Promise<PageResult<Row, Cursor>> }>
