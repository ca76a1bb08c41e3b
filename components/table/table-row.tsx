'use client'

import { memo, type ReactNode } from 'react'
import { Row } from './row.tsx'

/** Where a row stands, and the rows from one to another. */
export interface RowPlace<Item> {
  index: number
  stretch: (one: number, other: number) => Promise<Item[]>
}

interface Props<Item> extends RowPlace<Item> {
  row: Item
  cells: (row: Item, place: RowPlace<Item>) => ReactNode
}

function Drawn<Item>({ row, index, stretch, cells }: Props<Item>) {
  return (
    <Row aria-rowindex={index + 2} data-index={index}>
      {cells(row, { index, stretch })}
    </Row>
  )
}

/** A row that is there. Drawn anew only when something of it changes, not whenever the table is scrolled. */
export const TableRow = memo(Drawn) as typeof Drawn
