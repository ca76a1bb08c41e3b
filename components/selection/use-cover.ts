'use client'

import type { RefObject } from 'react'
import { isFiltered, type ObjectsParams } from '#lib/search-params/objects.ts'
import { visible } from '../format/text.ts'
import type { TableHandle } from '../table/virtual-table.tsx'
import { isCovered, isPicked, type Picked, picked } from './selection.ts'
import { useSelection } from './use-selection.ts'

/** What "select all" takes in a listing. */
export interface Cover {
  /** In words. */
  title: string
  checked: boolean
  some: boolean
  /** A folder above is selected, and all of this with it. */
  fixed: boolean
  all: () => void
  change: (on: boolean) => void
}

/**
 * All of a listing: the folder itself with everything in it, read or not. Behind filters there is no such one thing;
 * then it is the rows read so far, and says so.
 */
export function useCover(jobId: string, params: ObjectsParams, table: RefObject<TableHandle<Picked> | null>): Cover {
  const { selection, pick } = useSelection(jobId)
  const { folder } = params
  const whole: Picked = { kind: 'folder', name: folder }
  const filtered = isFiltered(params)
  const fixed = isCovered(selection, whole)

  async function change(on: boolean) {
    if (!filtered) return pick([whole], on)
    const { stretch, rows: known } = table.current ?? { stretch: async () => [], rows: 0 }
    if (known > 0) pick((await stretch(0, known - 1).catch(() => [])).map(picked), on)
  }

  return {
    title: fixed
      ? 'Selected with its folder'
      : filtered
        ? 'Select the rows read so far'
        : folder
          ? `Select all of ${visible(folder)}, also what is not read yet`
          : 'Select the whole job, also what is not read yet',
    checked: fixed || (!filtered && isPicked(selection, whole)),
    some: selection.size > 0,
    fixed,
    all: () => void (fixed || change(true)),
    change: (on) => void change(on),
  }
}
