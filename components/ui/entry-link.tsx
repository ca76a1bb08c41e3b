import type { ComponentProps } from 'react'
import type { EntryRow } from '#lib/browse/row.ts'
import { visible } from '../format/text.ts'
import { AppLink } from './app-link.tsx'
import { EntryIcon } from './entry-icon.tsx'

interface Props extends Omit<ComponentProps<typeof AppLink>, 'children' | 'title'> {
  entry: Pick<EntryRow, 'kind' | 'name' | 'type'>
  /** As much of its name as the place it stands in does not say. */
  name: string
  className: string
}

/** The way to an entry of a folder: its icon and its name, with every space that is in it. */
export function EntryLink({ entry, name, className, ...rest }: Props) {
  return (
    <AppLink {...rest} className={`entry-link ${className}`} title={visible(entry.name)}>
      <EntryIcon kind={entry.kind} type={entry.type} />
      <span>{visible(name)}</span>
    </AppLink>
  )
}
