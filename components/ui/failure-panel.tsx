'use client'

import { LoaderCircle, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Failure } from '#lib/result.ts'
import { AppLink } from './app-link.tsx'
import { CopyButton } from './copy-button.tsx'
import { Countdown } from './countdown.tsx'
import styles from './failure-panel.module.css'
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
    <div className={styles.panel} data-waiting={waiting || undefined} role={waiting ? 'status' : 'alert'}>
      <Icon aria-hidden className={styles.icon} size={16} />
      <div className={styles.body}>
        <p>{failure.message}</p>
        {failure.see && (
          <AppLink className={styles.see} href={failure.see.href}>
            {failure.see.label}
          </AppLink>
        )}
        {children}
        <p className={styles.facts}>
          <span>{failure.code}</span>
          {waiting && (
            <span>
              <span>Trying again…</span>
              {pause !== undefined && <Countdown pause={pause} since={failure} />}
            </span>
          )}
          {failure.requestId && (
            <span className={styles.request}>
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
    return <SignInLink className={styles.action} />
  if (failure.code === 'Upgraded')
    return (
      <Press className={styles.action} onClick={() => location.reload()}>
        Reload
      </Press>
    )
  if (!retry || waiting) return null
  return (
    <Press className={styles.action} onClick={retry}>
      Try again
    </Press>
  )
}
