import type { ReactNode } from 'react'

/** What a page is about, behind the frame: the skip link leads here, and so does the focus that a navigation took away. */
export function Work({ className, children }: { className: string | undefined; children: ReactNode }) {
  return (
    <main className={className} id="work" tabIndex={-1}>
      {children}
    </main>
  )
}
