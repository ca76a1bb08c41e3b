'use client'

import { CopyButton } from '../ui/copy-button.tsx'
import { FailurePanel } from '../ui/failure-panel.tsx'
import styles from './page-failure.module.css'

interface Props {
  error: Error & { digest?: string }
  retry: () => void
}

/** A fault of ours that no page put into words; the digest finds it in the server's log. */
export function PageFailure({ error, retry }: Props) {
  const stale = error.name === 'ChunkLoadError'
  const failure = stale
    ? { code: 'Upgraded', message: 'Thaw was upgraded since this page was opened. Reload to go on where you are.' }
    : { code: 'Unexpected', message: 'This page failed. Nothing was changed by it. Try again.' }
  return (
    <main className={styles.page} id="work">
      <h1 className="visually-hidden">This page failed</h1>
      <FailurePanel failure={{ ...failure, retryable: false }} retry={retry}>
        {error.digest && (
          <p className={styles.digest}>
            Should it stay: the log of thaw serve says more at digest {error.digest}
            <CopyButton text={error.digest} what="digest" />
          </p>
        )}
      </FailurePanel>
    </main>
  )
}
