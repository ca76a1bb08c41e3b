import type { ReactNode } from 'react'

/** What can be done with the thing in hand. */
export function Actions({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap gap-2 max-sm:*:flex-1">{children}</div>
}
