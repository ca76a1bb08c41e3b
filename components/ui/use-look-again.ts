'use client'

import { useEffect, useLayoutEffect, useRef } from 'react'

/** How often what is under way is looked at, in milliseconds; also how soon after a look coming back to the page counts. */
export const often = 5_000

/**
 * Looks again and again while the page can be seen, and when a person comes back to it.
 *
 * @param look is told, once it has waited for an answer, whether the page was left meanwhile.
 * @param every milliseconds.
 */
export function useLookAgain(look: (isLeft: () => boolean) => void, every: number) {
  const latest = useRef(look)
  useLayoutEffect(() => {
    latest.current = look
  })
  useEffect(() => {
    let looked = Date.now()
    let left = false
    const again = () => {
      if (document.visibilityState !== 'visible') return
      looked = Date.now()
      latest.current(() => left)
    }
    const comeBack = () => {
      if (Date.now() - looked >= often) again()
    }
    const timer = setInterval(again, every)
    document.addEventListener('visibilitychange', comeBack)
    return () => {
      left = true
      clearInterval(timer)
      document.removeEventListener('visibilitychange', comeBack)
    }
  }, [every])
}
