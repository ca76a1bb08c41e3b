'use client'

import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'

/** What `noteEarly` leaves on an element. */
type Noted<Value> = Element & { early?: Value }

/**
 * Acts once the page has come alive around an element, if a person has done something with it that nobody heard.
 *
 * @param act calls `takeEarly`, or has whoever hears the element do so.
 */
export function useEarly<E extends Element>(element: RefObject<E | null>, act: (element: E) => void) {
  const latest = useRef(act)
  useLayoutEffect(() => {
    latest.current = act
  })
  useEffect(() => {
    const noted = () => (element.current && hasEarly(element.current) ? element.current : undefined)
    if (!noted()) return
    // What a person does can itself bring the element to life; then it is heard right behind this effect.
    const timer = setTimeout(() => {
      const at = noted()
      if (at) latest.current(at)
    })
    return () => clearTimeout(timer)
  }, [element])
}

export const hasEarly = (element: Noted<unknown>) => element.early !== undefined

/** What a person did with an element, for whoever hears it; no second time, and `otherwise` where nothing is noted. */
export function takeEarly<Value>(element: Noted<Value>, otherwise: Value): Value {
  const value = element.early ?? otherwise
  delete element.early
  return value
}
