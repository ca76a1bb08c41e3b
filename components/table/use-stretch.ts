'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef } from 'react'
import { type KnownPage, pageOf } from './known-pages.ts'
import type { ReadPage } from './page.ts'
import { pageQuery } from './page-query.ts'

/** Rows that are gathered at most. */
const longest = 10_000

/**
 * Gathers the rows of a stretch, both ends included; what was dropped is read again, and it rejects where it cannot be.
 * The same function for life, so that rows need not be drawn anew for it.
 */
export function useStretch<Row, Cursor>(
  known: KnownPage<Cursor>[],
  name: readonly unknown[],
  read: ReadPage<Row, Cursor>,
) {
  const client = useQueryClient()
  const latest = useRef({ known, name, read })
  useEffect(() => {
    latest.current = { known, name, read }
  })
  return useCallback(
    async (one: number, other: number): Promise<Row[]> => {
      const start = Math.min(one, other)
      const count = Math.min(Math.abs(one - other) + 1, longest)
      const { known: pages, name: listing, read: ask } = latest.current
      const number = pageOf(pages, start)
      const rows: Row[] = []
      for (const [i, { cursor }] of pages.slice(number, pageOf(pages, start + count - 1) + 1).entries())
        rows.push(...(await client.fetchQuery(pageQuery(listing, ask, number + i, cursor))).rows)
      const skipped = start - (pages[number]?.offset ?? 0)
      return rows.slice(skipped, skipped + count)
    },
    [client],
  )
}
