'use client'

import { usePathname, useSearchParams } from 'next/navigation'
import { useEffect, useRef } from 'react'

/**
 * Keeps the focus somewhere sensible: where a navigation took away what had it, it goes to the work, so that the keys
 * and a screen reader go on there and not at the top of the document.
 */
export function WorkFocus() {
  const path = usePathname()
  const search = useSearchParams().toString()
  const seen = useRef('')

  useEffect(() => {
    const here = `${path}?${search}`
    const arrived = seen.current !== '' && seen.current !== here
    seen.current = here
    if (arrived && document.activeElement === document.body)
      document.getElementById('work')?.focus({ preventScroll: true })
  }, [path, search])

  return null
}
