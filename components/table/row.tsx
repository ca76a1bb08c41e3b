import type { ComponentProps } from 'react'

const kinds = { head: 'list-row-head', body: 'list-row-body group/row' }

/** A row laid out by the table's `--columns`. */
export function Row({ head, ...rest }: Omit<ComponentProps<'tr'>, 'className'> & { head?: boolean }) {
  return <tr {...rest} className={`list-row ${kinds[head ? 'head' : 'body']}`} />
}
