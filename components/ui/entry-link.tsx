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

const hovered = 'group-hover/entry:text-accent group-hover/entry:underline group-hover/entry:underline-offset-3'

/** The way to an entry of a folder: its icon and its name, with every space that is in it. */
export function EntryLink({ entry, name, className, ...rest }: Props) {
  return (
    <AppLink
      {...rest}
      className={`group/entry flex min-w-0 items-center gap-2.5 ${className}`}
      title={visible(entry.name)}
    >
      <EntryIcon kind={entry.kind} type={entry.type} />
      <span className={`isolate-text overflow-hidden text-ellipsis whitespace-pre ${hovered}`}>{visible(name)}</span>
    </AppLink>
  )
}
