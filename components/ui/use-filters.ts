'use client'

import type { Route } from 'next'
import { useRouter } from 'next/navigation'
import { useLayoutEffect, useOptimistic, useRef, useTransition } from 'react'

interface Changes<Params> {
  /** Where they were made; elsewhere they do not count. */
  place: string
  part: Partial<Params>
}

const none = { place: '', part: {} }

/**
 * Filters that live in the address. `asked` is what was chosen last, also while the page is still following; a change
 * keeps every change before it, in whatever order their pages come. What was changed is kept apart from what the address
 * holds: the address may have gone on by a link meanwhile.
 *
 * @param params what the address holds.
 * @param href the address of what is left behind such filters.
 * @param place the address of what is filtered, where links lead from one such place to another.
 */
export function useFilters<Params extends object>(params: Params, href: (params: Params) => string, place = '') {
  const router = useRouter()
  const [pending, startTransition] = useTransition()
  const [changes, ask] = useOptimistic<Changes<Params>>(none)
  const now = useRef({ params, changes, place })
  useLayoutEffect(() => {
    now.current = { ...now.current, params, place }
  }, [params, place])
  useLayoutEffect(() => {
    now.current = { ...now.current, changes }
  }, [changes])

  function change(part: Partial<Params>) {
    const at = now.current
    const next = { place: at.place, part: { ...partIn(at), ...part } }
    now.current = { ...at, changes: next }
    startTransition(() => {
      ask(next)
      router.replace(href({ ...at.params, ...next.part }) as Route, { scroll: false })
    })
  }
  return { asked: { ...params, ...partIn({ changes, place }) }, change, pending }
}

function partIn<Params>({ changes, place }: { changes: Changes<Params>; place: string }): Partial<Params> {
  return changes.place === place ? changes.part : {}
}
