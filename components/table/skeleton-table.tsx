import type { Column } from './column.ts'
import { SkeletonRow } from './skeleton-row.tsx'
import { SlowHint } from './slow-hint.tsx'
import styles from './virtual-table.module.css'

interface Props {
  label: string
  className: string | undefined
  columns: Column[]
  rows?: number
}

/** A table that is on its way, in its final shape. */
export function SkeletonTable({ label, className, columns, rows = 8 }: Props) {
  return (
    <>
      <table aria-busy aria-label={label} className={`${styles.table} ${className}`}>
        <thead className={styles.head}>
          <tr className={styles.row}>
            {columns.map(({ key, title, label: hidden, align }) => (
              <th data-align={align} data-column={key} key={key} scope="col">
                {title || <span className="visually-hidden">{hidden}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: rows }, (_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows without content never move
            <SkeletonRow columns={columns} index={index} key={index} />
          ))}
        </tbody>
      </table>
      <SlowHint />
    </>
  )
}
