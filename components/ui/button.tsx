import type { ComponentProps } from 'react'
import styles from './button.module.css'
import { Press } from './press.tsx'

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
      className={styles.button}
      data-danger={danger || undefined}
      data-primary={primary || undefined}
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
  return <a {...rest} className={styles.button} data-primary={primary || undefined} download />
}
