import type { ComponentProps } from 'react'

/** The line below a table. */
export function TableFoot({ className = '', ...rest }: Omit<ComponentProps<'p'>, 'role'>) {
  return <p {...rest} className={`pt-2.5 pb-8 text-muted text-sm ${className}`} role="status" />
}
