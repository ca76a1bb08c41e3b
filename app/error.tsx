'use client'

import { FailurePanel } from '#components/ui/failure-panel.tsx'
import styles from './message.module.css'

interface Props {
  error: Error & { digest?: string }
  retry: () => void
}

/** A fault of ours that no page put into words; the digest finds it in the server's log. */
export default function ErrorPage({ error, retry }: Props) {
  return (
    <main className={styles.message} id="work">
      <FailurePanel
        failure={{
          code: 'Unexpected',
          message:
            'This page failed. Nothing was changed by it. Try again; should it stay, look at the log of thaw serve.',
          requestId: error.digest,
          retryable: false,
        }}
        retry={retry}
      />
    </main>
  )
}
