import type { ReactNode } from 'react'

/** What a choice or a state means, below its name. */
export function Means({ children }: { children: ReactNode }) {
  return <span className="block text-muted text-sm">{children}</span>
}
