import type { ReactNode } from 'react'

/** The line above or below what a pane shows: what is to be set at its beginning, where one is at its end. */
export function PaneLine({ children }: { children: ReactNode }) {
  return <div className="flex min-h-7 flex-wrap items-center justify-between gap-x-4 gap-y-1">{children}</div>
}
