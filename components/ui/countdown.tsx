'use client'

import { useEffect, useState } from 'react'

/** Seconds until something happens by itself, counted from when `since` changed. For eyes only: the words beside it are read out. */
export function Countdown({ pause, since }: { pause: number; since: unknown }) {
  const [left, setLeft] = useState(pause)

  // biome-ignore lint/correctness/useExhaustiveDependencies: every failure starts a new wait
  useEffect(() => {
    const end = performance.now() + pause
    setLeft(pause)
    const timer = setInterval(() => setLeft(end - performance.now()), 250)
    return () => clearInterval(timer)
  }, [pause, since])

  const seconds = Math.ceil(left / 1000)
  return seconds > 0 ? <span aria-hidden>{` in ${seconds} s`}</span> : null
}
