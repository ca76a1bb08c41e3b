'use client'

import { useEffect, useState } from 'react'

/**
 * What the page promised, once it has come, and `until` before. Unlike `use` it never suspends: what is typed, chosen or
 * focused around it stays where it is.
 */
export function useLater<T>(promise: Promise<T>, until: T): T {
  const [value, setValue] = useState(until)
  useEffect(() => {
    let left = false
    void promise.then((came) => left || setValue(() => came))
    return () => {
      left = true
    }
  }, [promise])
  return value
}
