import type { ComponentProps } from 'react'
import { AppLink } from '../ui/app-link.tsx'
import { nameLink } from '../ui/link-looks.ts'

/** The main link of a row, by the name of what the row is about. */
export function RowLink(props: Omit<ComponentProps<typeof AppLink>, 'className'>) {
  return <AppLink {...props} className={`block truncate ${nameLink}`} data-row />
}
