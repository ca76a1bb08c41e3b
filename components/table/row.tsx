import type { ComponentProps } from 'react'

const shape = 'relative grid grid-cols-(--columns) items-center gap-x-4 border-border border-b'
/** Two lines of places; see `PhonePlace`. */
const onPhone =
  'max-sm:content-center max-sm:gap-x-0 max-sm:gap-y-0.5 max-sm:[grid-template:"lead_wide_wide_value_end"_20px_"lead_note_mark_aside_end"_20px/auto_auto_1fr_auto_auto]'
/** On a phone the whole row is the target of its main link. */
const mainLink =
  '**:data-row:focus-visible:-outline-offset-2 max-sm:**:data-row:after:absolute max-sm:**:data-row:after:inset-0'
const kinds = {
  head: 'h-8.25 text-muted text-sm',
  body: `group/row h-(--row) focus-within:bg-hover hover:bg-hover ${mainLink}`,
}

/** A row laid out by the table's `--columns`. */
export function Row({ head, ...rest }: Omit<ComponentProps<'tr'>, 'className'> & { head?: boolean }) {
  return <tr {...rest} className={`${shape} ${onPhone} ${kinds[head ? 'head' : 'body']}`} />
}
