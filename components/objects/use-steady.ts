'use client'

import { useLayoutEffect, useState } from 'react'
import type { Cursor } from '#lib/browse/lister.ts'
import type { EntryRow } from '#lib/browse/row.ts'
import type { PageResult } from '../table/page.ts'
import { movesRows } from './steady.ts'

/**
 * The first page of a listing that may be rendered anew at any time. What has come is shown at once, unless rows would
 * move under the eyes of somebody who looks at them: then it waits until it is asked for.
 */
export function useSteady(first: PageResult<EntryRow, Cursor>, isLookedAt: () => boolean) {
  const [shown, setShown] = useState(first)
  // biome-ignore lint/correctness/useExhaustiveDependencies: decided once for each page that comes
  useLayoutEffect(() => {
    if (!movesRows(shown, first) || !isLookedAt()) setShown(first)
  }, [first])
  return { shown, waits: shown !== first && movesRows(shown, first), show: () => setShown(first) }
}
