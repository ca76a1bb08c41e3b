'use client'

import type { Route } from 'next'
import { useRouter } from 'next/navigation'
import { useTransition } from 'react'

/** Changes the address in place, where the state of every page is; `pending` until the page has followed. */
export function useAddress() {
  const router = useRouter()
  const [pending, startTransition] = useTransition()
  return {
    pending,
    replace: (href: string) => startTransition(() => router.replace(href as Route, { scroll: false })),
    push: (href: string) => startTransition(() => router.push(href as Route)),
  }
}
