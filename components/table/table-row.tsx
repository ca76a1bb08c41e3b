'use client'

import { memo, type ReactNode } from 'react'
import styles from './virtual-table.module.css'

/** Where a row stands, and the rows from one to another. */
export interface RowPlace<Row> {
  index: number
  stretch: (one: number, other: number) => Promise<Row[]>
}

interface Props<Row> extends RowPlace<Row> {
  row: Row
  cells: (row: Row, place: RowPlace<Row>) => ReactNode
}

function Drawn<Row>({ row, index, stretch, cells }: Props<Row>) {
  return (
    <tr aria-rowindex={index + 2} className={styles.row} data-index={index}>
      {cells(row, { index, stretch })}
    </tr>
  )
}

/** A row that is there. Drawn anew only when something of it changes, not whenever the table is scrolled. */
export const TableRow = memo(Drawn) as typeof Drawn
