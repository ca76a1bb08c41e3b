'use client'

import { visible } from '../format/text.ts'
import type { RowPlace } from '../table/table-row.tsx'
import { CheckTarget } from './check-target.tsx'
import { isCovered, isPicked, type Picked, picked } from './selection.ts'
import { useSelection } from './use-selection.ts'

/** The row that was picked last, where a stretch begins. */
export interface Anchor {
  index?: number
}

interface Props<Row extends Picked> {
  jobId: string
  row: Row
  place: RowPlace<Row>
  anchor: Anchor
}

const hint = 'Select; with Shift from the last one selected (x)'

/** Picks a row; with Shift all rows from the last one picked. */
export function RowCheck<Row extends Picked>({ jobId, row, place, anchor }: Props<Row>) {
  const { selection, pick } = useSelection(jobId)
  const covered = isCovered(selection, row)

  async function check(checked: boolean, shift: boolean) {
    const from = shift ? anchor.index : undefined
    anchor.index = place.index
    pick([picked(row)], checked)
    // What cannot be read again stays as it is: the row itself is picked in any case.
    if (from !== undefined) pick((await place.stretch(from, place.index).catch(() => [])).map(picked), checked)
  }

  return (
    <CheckTarget
      aria-label={`Select ${visible(row.name)}`}
      check={check}
      checked={covered || isPicked(selection, row)}
      disabled={covered}
      title={covered ? 'Selected with its folder' : hint}
    />
  )
}
