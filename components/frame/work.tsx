import type { ReactNode } from 'react'

/** The room around what a page is about. */
export const pageInset = 'px-(--gutter) pt-4 pb-8'

/** What a page is about, behind the frame: the skip link leads here, and so does the focus that a navigation took away. */
export function Work({ className = pageInset, children }: { className?: string; children: ReactNode }) {
  return (
    <main className={className} id="work" tabIndex={-1}>
      {children}
    </main>
  )
}
