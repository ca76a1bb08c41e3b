'use client'

import { LoaderCircle, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Failure } from '#lib/result.ts'
import { CopyButton } from './copy-button.tsx'
import styles from './failure-panel.module.css'

interface Props {
  failure: Failure
  /** Tries again in place. */
  retry?: () => void
  /** True while it is being tried again by itself. */
  waiting?: boolean
  children?: ReactNode
}

/** What failed, in words, what to do next, and the request id to give to whoever looks after the service. */
export function FailurePanel({ failure, retry, waiting, children }: Props) {
  const Icon = waiting ? LoaderCircle : TriangleAlert
  return (
    <div className={styles.panel} data-waiting={waiting || undefined} role={waiting ? 'status' : 'alert'}>
      <Icon aria-hidden className={styles.icon} size={16} />
      <div className={styles.body}>
        <p>{failure.message}</p>
        {children}
        <p className={styles.facts}>
          <span>{failure.code}</span>
          {waiting && <span>Trying again…</span>}
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
  if (failure.code === 'SignInRequired')
    return (
      <a className={styles.action} href="/sign-in">
        Sign in
      </a>
    )
  if (failure.code === 'Upgraded')
    return (
      <button className={styles.action} onClick={() => location.reload()} type="button">
        Reload
      </button>
    )
  if (!retry || waiting) return null
  return (
    <button className={styles.action} onClick={retry} type="button">
      Try again
    </button>
  )
}
