'use client'

import { PageMessage } from './page-message.tsx'

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
    <PageMessage
      alert
      name="Failed"
      text={
        <>
          {stale ? 'Reload to go on where you are.' : 'Nothing was changed by it. Try again, or go to another page.'}
          {error.digest && (
            <>
              {' '}
              Should it stay, the log of thaw serve says more at digest <code>{error.digest}</code>.
            </>
          )}
        </>
      }
      title={stale ? 'Thaw was upgraded since this page was opened' : 'This page failed'}
    >
      <button className="button button-plain" onClick={stale ? () => location.reload() : retry} type="button">
        {stale ? 'Reload' : 'Try again'}
      </button>
    </PageMessage>
  )
}
