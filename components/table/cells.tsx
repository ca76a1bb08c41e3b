import type { ReactNode } from 'react'
import { Cell } from './cell.tsx'
import type { Columns } from './column.ts'

interface Props<Key extends string> {
  columns: Columns<Key>
  /** What each column shows. */
  of: Record<NoInfer<Key>, ReactNode>
}

/** The cells of a row. */
export function Cells<Key extends string>({ columns, of }: Props<Key>) {
  return columns.map((column) => (
    <Cell column={column} key={column.key}>
      {of[column.key]}
    </Cell>
  ))
}
