'use client'

import { useRouter } from 'next/navigation'
import { type ReactNode, useEffect, useState, useTransition } from 'react'
import type { Failure } from '#lib/failure/result.ts'
import { mostRetries, pauseBefore } from './backoff.ts'
import { FailurePanel } from './failure-panel.tsx'

/**
 * A failure of what the server rendered. Trying again renders the page anew, in place; a failure that may pass is tried
 * again by itself, ever more slowly.
 */
export function RefreshFailure({ failure, children }: { failure: Failure; children?: ReactNode }) {
  const router = useRouter()
  const [pending, startTransition] = useTransition()
  const [retries, setRetries] = useState(0)
  const goesOn = failure.retryable && retries < mostRetries

  // biome-ignore lint/correctness/useExhaustiveDependencies: every answer is a new failure, and starts a new wait
  useEffect(() => {
    if (!goesOn) return
    const timer = setTimeout(() => {
      setRetries(retries + 1)
      startTransition(() => router.refresh())
    }, pauseBefore(retries))
    return () => clearTimeout(timer)
  }, [failure])

  function retry() {
    setRetries(0)
    startTransition(() => router.refresh())
  }

  return (
    <FailurePanel
      failure={failure}
      pause={goesOn && !pending ? pauseBefore(retries) : undefined}
      retry={retry}
      waiting={pending || goesOn}
    >
      {children}
    </FailurePanel>
  )
}
