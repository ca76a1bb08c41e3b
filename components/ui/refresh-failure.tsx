'use client'

import { useRouter } from 'next/navigation'
import { type ReactNode, useTransition } from 'react'
import type { Failure } from '#lib/result.ts'
import { FailurePanel } from './failure-panel.tsx'

/** A failure of what the server rendered: trying again renders the page anew, in place. */
export function RefreshFailure({ failure, children }: { failure: Failure; children?: ReactNode }) {
  const router = useRouter()
  const [pending, startTransition] = useTransition()
  return (
    <FailurePanel failure={failure} retry={() => startTransition(() => router.refresh())} waiting={pending}>
      {children}
    </FailurePanel>
  )
}
