'use client'

import { LoaderCircle, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Failure } from '#lib/failure/result.ts'
import { AppLink } from './app-link.tsx'
import { CopyButton } from './copy-button.tsx'
import { Countdown } from './countdown.tsx'
import { Press } from './press.tsx'
import { SignInLink } from './sign-in-link.tsx'
import { useStanding } from './standing.ts'

interface Props {
  failure: Failure
  /** Tries again in place. */
  retry?: (() => void) | undefined
  /** True while it is being tried again by itself. */
  waiting?: boolean
  /** Milliseconds from this failure to the next try. */
  pause?: number | undefined
  children?: ReactNode
}

/** What failed, in words, what to do next, and the request id to give to whoever looks after the service. */
export function FailurePanel({ failure, retry, waiting, pause, children }: Props) {
  const Icon = waiting ? LoaderCircle : TriangleAlert
  return (
    <div className={`failure ${waiting ? 'border-l-accent' : 'border-l-warn'}`} role={waiting ? 'status' : 'alert'}>
      <Icon aria-hidden className={waiting ? 'text-accent motion-safe:animate-spin' : 'text-warn'} size={16} />
      {/* On a phone the button stands below: beside the words it would leave them half a line. */}
      <div className="grid min-w-0 flex-1 gap-0.5 max-sm:basis-[calc(100%-40px)]">
        <p>{failure.message}</p>
        {failure.see && (
          <AppLink className="justify-self-start underline underline-offset-3" href={failure.see.href}>
            {failure.see.label}
          </AppLink>
        )}
        {children}
        <p className="flex min-h-6 flex-wrap items-center gap-x-4 text-muted text-sm">
          <span>{failure.code}</span>
          {waiting && (
            <span>
              <span>Trying again…</span>
              {pause !== undefined && <Countdown pause={pause} since={failure} />}
            </span>
          )}
          {failure.requestId && (
            <span className="wrap-anywhere inline-flex items-center gap-1">
              request {failure.requestId}
              <CopyButton text={failure.requestId} what="request id" />
            </span>
          )}
        </p>
      </div>
      <NextStep failure={failure} retry={retry} waiting={waiting} />
    </div>
  )
}

function NextStep({ failure, retry, waiting }: Pick<Props, 'failure' | 'retry' | 'waiting'>) {
  const standing = useStanding()
  if (failure.code === 'SignInRequired' && (standing === 'signed-out' || !retry))
    return <SignInLink className="failure-action" />
  if (failure.code === 'Upgraded')
    return (
      <Press className="failure-action" onClick={() => location.reload()}>
        Reload
      </Press>
    )
  if (!retry || waiting) return null
  return (
    <Press className="failure-action" onClick={retry}>
      Try again
    </Press>
  )
}
