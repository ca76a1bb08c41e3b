'use client'

import { usePathname, useSearchParams } from 'next/navigation'

/** Signs in beside this page, which keeps what was typed and goes on by itself; leads to the same place. */
export function SignInLink({ className }: { className?: string | undefined }) {
  const path = usePathname()
  const search = useSearchParams()
  const here = search.size > 0 ? `${path}?${search}` : path
  return (
    <a className={className} href={`/sign-in?next=${encodeURIComponent(here)}`} target="_blank" rel="noopener">
      Sign in<span className="visually-hidden"> (new tab)</span>
    </a>
  )
}
