'use client'

import { useSearchParams } from 'next/navigation'
import { useRef } from 'react'
import { inHandHref, type ObjectsParams } from '#lib/search-params/objects.ts'

/** Browsers refuse an address that changes more often, as it would while an arrow key is held; milliseconds. */
const pace = 300

/** What is open in the panel of a listing. It lives in the address, which changes without asking the server. */
export interface Hand {
  name: string | undefined
  /** The same at this very moment, where the page has yet to follow the address. */
  now: () => string | undefined
  show: (name: string) => void
  /** The same as often as the address may change: the last of many names wins. */
  follow: (name: string) => void
  close: () => void
}

/**
 * @param covers the panel covers the list: then the way back closes it. One beside the list is no place of its own, and
 *   on the way back the browser would scroll the list to where it was when it opened.
 */
export function useInHand(jobId: string, params: ObjectsParams, covers: boolean): Hand {
  const name = useSearchParams().get('open') || undefined
  const pushed = useRef(false)
  const changed = useRef(0)
  const later = useRef<ReturnType<typeof setTimeout>>(undefined)

  const now = () => new URLSearchParams(location.search).get('open') || undefined

  function show(next: string) {
    clearTimeout(later.current)
    changed.current = performance.now()
    const href = inHandHref(jobId, params, next)
    if (!covers || now() !== undefined) return history.replaceState(null, '', href)
    history.pushState(null, '', href)
    pushed.current = true
  }

  function follow(next: string) {
    clearTimeout(later.current)
    const wait = changed.current + pace - performance.now()
    if (wait <= 0) show(next)
    else later.current = setTimeout(() => show(next), wait)
  }

  function close() {
    clearTimeout(later.current)
    if (pushed.current) history.back()
    else history.replaceState(null, '', inHandHref(jobId, params, null))
    pushed.current = false
  }

  return { name, now, show, follow, close }
}
