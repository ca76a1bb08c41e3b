import { Cell } from './cell.tsx'
import type { Columns } from './column.ts'
import { Row } from './row.tsx'

const widths = ['w-9/20', 'w-7/10', 'w-11/20', 'w-3/5']

/** A row that is on its way, in the shape it will have. */
export function SkeletonRow({ columns, index }: { columns: Columns; index: number }) {
  return (
    <Row aria-hidden>
      {columns.map((column, i) => (
        <Cell column={column} key={column.key}>
          {column.title !== '' && (
            <span
              className={`inline-block h-2.5 rounded-sm bg-skeleton align-middle ${widths[(index * 3 + i * 5) % 4]}`}
            />
          )}
        </Cell>
      ))}
    </Row>
  )
}
