import type { Columns } from './column.ts'
import { Row } from './row.tsx'

/** Rows on a phone are no columns: there it is for those who do not see it. */
const onPhone = 'max-sm:absolute max-sm:size-px max-sm:overflow-hidden max-sm:[clip-path:inset(50%)]'

/** The names of the columns. */
export function TableHead({ columns }: { columns: Columns }) {
  return (
    <thead className={`sticky top-[calc(var(--bar)+var(--above-head,0px))] z-5 block bg-bg ${onPhone}`}>
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
