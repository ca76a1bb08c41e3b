import type { Columns } from './column.ts'
import { SkeletonRow } from './skeleton-row.tsx'
import { SlowHint } from './slow-hint.tsx'
import { Table } from './table.tsx'

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
      <Table aria-busy aria-label={label} className={className} columns={columns}>
        {Array.from({ length: rows }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows without content never move
          <SkeletonRow columns={columns} index={index} key={index} />
        ))}
      </Table>
      <SlowHint why="A remote endpoint, or a sparse filter, can need a while." />
    </>
  )
}
