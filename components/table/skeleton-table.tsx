import type { Columns } from './column.ts'
import { SkeletonRow } from './skeleton-row.tsx'
import { SlowHint } from './slow-hint.tsx'
import { TableHead } from './table-head.tsx'
import styles from './virtual-table.module.css'

interface Props {
  label: string
  className: string | undefined
  columns: Columns
  rows?: number
}

/** A table that is on its way, in its final shape. */
export function SkeletonTable({ label, className, columns, rows = 8 }: Props) {
  return (
    <>
      <table aria-busy aria-label={label} className={`${styles.table} ${className}`}>
        <TableHead columns={columns} />
        <tbody>
          {Array.from({ length: rows }, (_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows without content never move
            <SkeletonRow columns={columns} index={index} key={index} />
          ))}
        </tbody>
      </table>
      <SlowHint why="A remote endpoint, or a sparse filter, can need a while." />
    </>
  )
}
