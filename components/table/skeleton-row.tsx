import type { Columns } from './column.ts'
import styles from './virtual-table.module.css'

/** A row that is on its way, in the shape it will have. */
export function SkeletonRow({ columns, index }: { columns: Columns; index: number }) {
  return (
    <tr aria-hidden className={styles.row} data-loading>
      {columns.map(({ key, title, align, phone }, column) => (
        <td data-align={align} data-column={key} data-phone={phone} key={key}>
          {title !== '' && <span className={styles.bone} data-width={(index * 3 + column * 5) % 4} />}
        </td>
      ))}
    </tr>
  )
}
