'use client'

import type { Route } from 'next'
import { useRouter } from 'next/navigation'
import { useLayoutEffect, useOptimistic, useRef, useTransition } from 'react'

/**
 * Filters that live in the address. `asked` is what was chosen last, also while the page is still following; a change
 * keeps every change before it, in whatever order their pages come.
 *
 * @param params what the address holds.
 * @param href the address of what is left behind such filters.
 */
export function useFilters<Params extends object>(params: Params, href: (params: Params) => string) {
  const router = useRouter()
  const [pending, startTransition] = useTransition()
  const [asked, ask] = useOptimistic(params)
  const latest = useRef(asked)
  useLayoutEffect(() => {
    latest.current = asked
  }, [asked])

  function change(part: Partial<Params>) {
    const next = { ...latest.current, ...part }
    latest.current = next
    startTransition(() => {
      ask(next)
      router.replace(href(next) as Route, { scroll: false })
    })
  }
  return { asked, change, pending }
}
