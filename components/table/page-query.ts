import { answeredOrThrow } from '../ui/read-failure.ts'
import type { ReadPage } from './page.ts'

/** What is out of view is dropped after a minute (milliseconds). */
const keepUnseen = 60_000
/** On the server a timer would hold each request's pages for as long. */
const gcTime = typeof window === 'undefined' ? Number.POSITIVE_INFINITY : keepUnseen

/** How a page of a listing is asked for, by its number and cursor; what is there is not read again. */
export function pageQuery<Row, Cursor>(
  name: readonly unknown[],
  read: ReadPage<Row, Cursor>,
  number: number,
  cursor: Cursor | undefined,
) {
  return {
    queryKey: [...name, number, cursor ?? null],
    queryFn: () => answeredOrThrow(read(cursor)),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime,
  }
}
