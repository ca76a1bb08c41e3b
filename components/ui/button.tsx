import type { ComponentProps } from 'react'
import { AppLink } from './app-link.tsx'
import { Press } from './press.tsx'

const kinds = { plain: 'button-plain', primary: 'button-primary', danger: 'button-danger' }

/** What leads somewhere looks like what does something where both stand side by side. */
const look = (kind: keyof typeof kinds, refused = false) => `button ${refused ? 'button-refused' : kinds[kind]}`

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
