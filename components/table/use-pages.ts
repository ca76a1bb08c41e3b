'use client'

import { useQueries, useQueryClient } from '@tanstack/react-query'
import { type Dispatch, type SetStateAction, useEffect, useLayoutEffect, useMemo, useState } from 'react'
import type { Failure } from '#lib/failure/result.ts'
import { pauseBefore } from '../ui/backoff.ts'
import { failureIn, triedAgain } from '../ui/read-failure.ts'
import { enterPage, extent, type KnownPage, pageOf } from './known-pages.ts'
import type { Page, PageResult, ReadPage } from './page.ts'
import { pageQuery } from './page-query.ts'
import { useKeptPlace } from './use-kept-place.ts'
import { useStretch } from './use-stretch.ts'

/** What stands at a row's place. */
export type Place<Row> =
  | { kind: 'row'; row: Row }
  | { kind: 'loading' }
  | { kind: 'failed'; failure: Failure; waiting: boolean; pause?: number | undefined; retry: () => void }

interface Listing<Row, Cursor> {
  /** Tells this listing from every other: operation, job, filters. */
  name: readonly unknown[]
  /** The first page, which came with the document. */
  first: PageResult<Row, Cursor>
  read: ReadPage<Row, Cursor>
  rowKey: (row: Row) => string
}

type Known<Cursor> = [KnownPage<Cursor>[], Dispatch<SetStateAction<KnownPage<Cursor>[]>>]

const readAhead = 40
/** What is out of view by more pages than this is dropped at once, and read again when it comes back. */
const keptAround = 20
/*
 * Functions that a query keeps are made out here: one made in the hook would keep the scope of that drawing, with its
 * results, these their observers, those the queries of the drawing before, and so every page that was ever read.
 */

const entryOf = <Row, Cursor>({ rows, cursor }: Page<Row, Cursor>, rowKey: (row: Row) => string) => {
  const last = rows.at(-1)
  return { count: rows.length, cursor, last: last === undefined ? undefined : rowKey(last) }
}

/** Where the pages of a listing start, as far as it was read; on the way back as far as it was read before. */
export function useKnownPages<Row, Cursor>({ name, first, rowKey }: Omit<Listing<Row, Cursor>, 'read'>): Known<Cursor> {
  const known = useState<KnownPage<Cursor>[]>(() => {
    const start = [{ cursor: undefined, offset: 0 }]
    return first.ok ? enterPage(start, 0, entryOf(first, rowKey)) : start
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: what a row is called does not change
  const top = useMemo(() => (first.ok ? first.rows.map(rowKey).join('\n') : ''), [first])
  useKeptPlace(JSON.stringify(name), top, known)
  return known
}

/**
 * Rows of a listing that is read forward a page at a time. Pages in view are loaded, those out of view for a minute or
 * far away are dropped and read again when they come back, so memory does not grow with the distance scrolled. A
 * retryable failure waits and goes on by itself; any other waits for a person.
 *
 * @param view the rows in view, first and last.
 */
export function usePages<Row, Cursor>(
  [known, setKnown]: Known<Cursor>,
  { name, first, read, rowKey }: Listing<Row, Cursor>,
  view: { first: number; last: number },
) {
  const from = pageOf(known, view.first)
  const to = pageOf(known, view.last + readAhead)
  const client = useQueryClient()
  const [gaveUp, setGaveUp] = useState(!first.ok && !first.error.retryable)
  // Kept while nothing changes: with new options the observer goes through every query again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a listing keeps its name and action for life
  const queries = useMemo(
    () =>
      known.slice(from, to + 1).map(({ cursor }, i) => ({
        ...pageQuery(name, read, from + i, cursor),
        initialData: from + i === 0 && first.ok ? first : undefined,
        enabled: !(from + i === 0 && gaveUp),
        ...triedAgain,
      })),
    [known, from, to, gaveUp, first],
  )
  const results = useQueries({ queries })

  // What comes with a page is newer than what was kept of it, also when the page is refreshed in place.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new first page counts
  useLayoutEffect(() => {
    const key = [...name, 0, null]
    if (first.ok && client.getQueryData(key) !== first) client.setQueryData(key, first)
  }, [first])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a listing keeps its name for life
  useEffect(() => {
    client.removeQueries({
      queryKey: name,
      type: 'inactive',
      predicate: ({ queryKey }) => {
        const number = queryKey[name.length] as number
        return number < from - keptAround || number > to + keptAround
      },
    })
  }, [from, to])

  // Sets a state only where it differs: an update that changes nothing still keeps React busy when it rebases a queue.
  useEffect(() => {
    const entered = results.reduce(
      (pages, { data }, i) => (data ? enterPage(pages, from + i, entryOf(data, rowKey)) : pages),
      known,
    )
    if (entered !== known) setKnown(entered)
  }, [results, from, known, setKnown, rowKey])

  function place(row: number): Place<Row> {
    const number = pageOf(known, row)
    const result = results[number - from]
    const offset = row - (known[number]?.offset ?? 0)
    const loaded = result?.data?.rows[offset]
    if (loaded !== undefined) return { kind: 'row', row: loaded }
    if (offset > 0) return { kind: 'loading' }
    if (number === 0 && gaveUp && !first.ok)
      return { kind: 'failed', failure: first.error, waiting: false, retry: () => setGaveUp(false) }
    const before = number === 0 && !first.ok && result?.isPending ? first.error : undefined
    const failure = failureIn(result?.error ?? result?.failureReason) ?? before
    if (!result || !failure) return { kind: 'loading' }
    const waiting = !result.isError
    const pause = waiting && result.failureCount > 0 ? pauseBefore(result.failureCount - 1) : undefined
    return { kind: 'failed', failure, waiting, pause, retry: () => void result.refetch() }
  }

  return {
    place,
    stretch: useStretch(known, name, read),
    ...extent(known),
    loading: results.some((result) => result.isFetching),
  }
}
