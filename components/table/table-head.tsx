import type { Columns } from './column.ts'
import styles from './virtual-table.module.css'

/** The names of the columns. */
export function TableHead({ columns }: { columns: Columns }) {
  return (
    <thead className={styles.head}>
      <tr className={styles.row}>
        {columns.map(({ key, title, label, align, head }) => (
          <th data-align={align} data-column={key} key={key} scope="col">
            {head ?? (title || <span className="visually-hidden">{label}</span>)}
          </th>
        ))}
      </tr>
    </thead>
  )
}
