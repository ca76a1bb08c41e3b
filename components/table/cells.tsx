import type { ReactNode } from 'react'
import type { Columns } from './column.ts'

interface Props<Key extends string> {
  columns: Columns<Key>
  /** What each column shows. */
  of: Record<NoInfer<Key>, ReactNode>
}

/** The cells of a row. */
export function Cells<Key extends string>({ columns, of }: Props<Key>) {
  return columns.map(({ key, align, phone }) => (
    <td data-align={align} data-column={key} data-phone={phone} key={key}>
      {of[key]}
    </td>
  ))
}
