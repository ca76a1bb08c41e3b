import type { ComponentProps, ReactNode } from 'react'

/** What is shown to whoever asks for it. `says` what there is. */
export function Earlier({
  says,
  children,
  ...rest
}: Omit<ComponentProps<'details'>, 'className'> & { says: ReactNode }) {
  return (
    <details {...rest}>
      <summary className="cursor-pointer text-accent text-sm">{says}</summary>
      {children}
    </details>
  )
}
