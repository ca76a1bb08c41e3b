import type { ReactNode } from 'react'
import type { Column } from './column.ts'

/** A cell of a row, in its place. */
export function Cell({ column: { key, align, phone }, children }: { column: Column; children: ReactNode }) {
  return (
    <td className="list-cell" data-align={align} data-column={key} data-phone={phone}>
      {children}
    </td>
  )
}
