import type { ComponentProps, Ref } from 'react'
import type { Columns } from './column.ts'
import { TableHead } from './table-head.tsx'

interface Props extends ComponentProps<'table'> {
  /** Class that sets `--columns`, the widths on a desk. */
  className: string | undefined
  columns: Columns
  /** The element that holds the rows. */
  body?: Ref<HTMLTableSectionElement>
}

/** A table whose rows are grids. */
export function Table({ className, columns, body, children, ...rest }: Props) {
  return (
    <table {...rest} className={`block w-full ${className}`}>
      <TableHead columns={columns} />
      <tbody className="block" ref={body}>
        {children}
      </tbody>
    </table>
  )
}
