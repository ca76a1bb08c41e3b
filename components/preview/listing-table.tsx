import type { ReactNode } from 'react'

const box =
  'max-h-[min(60vh,640px)] scrollbar-thin overflow-auto rounded-md border border-border bg-surface text-sm focus-visible:-outline-offset-2'
const headCell = 'sticky top-0 bg-surface px-3 py-1.5 text-left font-medium text-muted'
export const rowLook = 'border-border border-t align-top hover:bg-hover'
export const cell = 'px-3 py-1.5'

interface Props {
  label: string
  columns: readonly { title: string; className: string }[]
  /** The rows. */
  children: ReactNode
}

/** A table inside a preview: it scrolls in a box of its own, under a head that stays. */
export function ListingTable({ label, columns, children }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must reach that
    <section aria-label={label} className={box} tabIndex={0}>
      <table className="w-full">
        <thead>
          <tr>
            {columns.map(({ title, className }) => (
              <th className={`${headCell} ${className}`} key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  )
}
