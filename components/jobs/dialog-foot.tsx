import type { ReactNode } from 'react'

/** The answers that a dialog about a job can be given. */
export function DialogFoot({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap justify-end gap-2 pt-5 max-sm:*:flex-1">{children}</div>
}
