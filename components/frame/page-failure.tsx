'use client'

import { PageTitle } from '#components/ui/page-title.tsx'
import styles from './page-message.module.css'
import { Work } from './work.tsx'

export interface PageFailureProps {
  error: Error & { digest?: string }
  retry: () => void
}

/**
 * A fault of ours that no page put into words; the digest finds it in the server's log. Every page carries this, so it
 * is made of little else.
 */
export function PageFailure({ error, retry }: PageFailureProps) {
  const stale = error.name === 'ChunkLoadError'
  return (
    <Work className={styles.page}>
      <PageTitle>Failed</PageTitle>
      <h1 className={styles.title}>{stale ? 'Thaw was upgraded since this page was opened' : 'This page failed'}</h1>
      <p className={styles.text} role="alert">
        {stale ? 'Reload to go on where you are.' : 'Nothing was changed by it. Try again, or go to another page.'}
        {error.digest && (
          <>
            {' '}
            Should it stay, the log of thaw serve says more at digest <code>{error.digest}</code>.
          </>
        )}
      </p>
      <button className={styles.action} onClick={stale ? () => location.reload() : retry} type="button">
        {stale ? 'Reload' : 'Try again'}
      </button>
    </Work>
  )
}
