'use client'

import { useQuery } from '@tanstack/react-query'
import type { ReceiptCursor } from '#lib/downloads/receipts/receipt-view.ts'
import type { PageResult, ReadPage } from '../table/page.ts'
import { answered } from '../ui/answered.ts'
import type { ReceiptRow } from './receipt-row.ts'

type FirstPage = PageResult<ReceiptRow, ReceiptCursor>

const whileRunning = 1_000
const otherwise = 3_000
/** How far down the newest records may be followed, in pixels: further down they would only move what is read. */
const nearTop = 1_000

/** The newest records as they stand now: asked for while they are in view, more often while one of them runs. */
export function useNewest(first: FirstPage, filters: string, read: ReadPage<ReceiptRow, ReceiptCursor>): FirstPage {
  const { data } = useQuery({
    queryKey: ['newest receipts', filters],
    queryFn: async ({ client, queryKey }) => {
      const known = client.getQueryData<FirstPage>(queryKey) ?? first
      if (window.scrollY > nearTop) return known
      const answer = await answered(read(undefined))
      return answer.ok ? answer : known
    },
    initialData: first,
    staleTime: Number.POSITIVE_INFINITY, // what came with the page is not asked for again at once
    gcTime: 0, // and is newer than what an earlier visit has left
    enabled: first.ok,
    refetchOnWindowFocus: 'always',
    refetchInterval: ({ state: { data: page } }) =>
      page?.ok && page.rows.some(({ state }) => state === 'running') ? whileRunning : otherwise,
  })
  return data
}
