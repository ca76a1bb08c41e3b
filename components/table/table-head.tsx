import type { Columns } from './column.ts'
import { Row } from './row.tsx'

/** The names of the columns. */
export function TableHead({ columns }: { columns: Columns }) {
  return (
    <thead className="list-head">
      <Row head>
        {columns.map(({ key, title, label, align, head }) => (
          <th
            className="min-w-0 whitespace-nowrap font-medium data-[align=right]:text-right"
            data-align={align}
            data-column={key}
            key={key}
            scope="col"
          >
            {head ?? (title || <span className="visually-hidden">{label}</span>)}
          </th>
        ))}
      </Row>
    </thead>
  )
}
