import type { ReactNode } from 'react'
import type { Column, PhonePlace } from './column.ts'

const places: Record<PhonePlace, string> = {
  // Its control stays above the main link, which covers the row.
  lead: 'max-sm:mr-3 max-sm:[grid-area:lead] max-sm:*:relative max-sm:*:z-1',
  title: 'truncate max-sm:[grid-area:wide]',
  wide: 'truncate max-sm:[grid-area:wide/wide/wide/span_3]',
  value: 'truncate max-sm:ml-3 max-sm:text-right max-sm:[grid-area:value]',
  note: 'truncate max-sm:text-md max-sm:[grid-area:note]',
  mark: 'truncate max-sm:ml-2 max-sm:text-md max-sm:[grid-area:mark]',
  aside: 'truncate max-sm:ml-1.5 max-sm:text-right max-sm:text-md max-sm:text-muted max-sm:[grid-area:aside]',
  end: 'truncate max-sm:ml-2 max-sm:[grid-area:end] max-sm:*:relative max-sm:*:z-1',
}

/** A cell of a row, in its place. */
export function Cell({ column: { key, align, phone }, children }: { column: Column; children: ReactNode }) {
  const place = phone ? places[phone] : 'truncate max-sm:hidden'
  return (
    <td className={`min-w-0 data-[align=right]:text-right ${place}`} data-align={align} data-column={key}>
      {children}
    </td>
  )
}
