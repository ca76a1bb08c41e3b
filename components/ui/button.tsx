import type { ComponentProps } from 'react'
import { AppLink } from './app-link.tsx'
import { Press } from './press.tsx'

const shape =
  'inline-flex h-8 flex-none items-center justify-center gap-2 whitespace-nowrap rounded-md border px-3 font-medium text-md max-sm:h-10 max-sm:text-base'
const off = 'cursor-default border-border bg-surface text-faint'
const kinds = {
  plain: 'border-border-strong bg-bg text-fg hover:bg-hover',
  primary: 'border-accent bg-accent text-accent-fg hover:brightness-108',
  danger: 'border-danger bg-bg text-danger hover:bg-danger-soft',
}

/** What leads somewhere looks like what does something where both stand side by side. */
const look = (kind: keyof typeof kinds, refused = false) => `${shape} ${refused ? off : kinds[kind]}`

interface Props extends Omit<ComponentProps<typeof Press>, 'className' | 'type'> {
  primary?: boolean
  /** What it does cannot be undone. */
  danger?: boolean
  /** Why it cannot be pressed now; it stays reachable so that it can say so. */
  refused?: string | undefined
}

export function Button({ primary, danger, refused, onClick, title, ...rest }: Props) {
  return (
    <Press
      {...rest}
      aria-disabled={refused ? true : undefined}
      className={look(danger ? 'danger' : primary ? 'primary' : 'plain', refused !== undefined)}
      onClick={refused ? undefined : onClick}
      title={refused ?? title}
    />
  )
}

/** A link that looks like a button: it leads to a file, not to a page. */
export function DownloadLink({
  primary,
  ...rest
}: Omit<ComponentProps<'a'>, 'className' | 'download'> & { primary?: boolean }) {
  return <a {...rest} className={look(primary ? 'primary' : 'plain')} download />
}

/** A link to a page that looks like a button. */
export function LinkButton({
  primary,
  ...rest
}: Omit<ComponentProps<typeof AppLink>, 'className'> & { primary?: boolean }) {
  return <AppLink {...rest} className={look(primary ? 'primary' : 'plain')} />
}
