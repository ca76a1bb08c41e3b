'use client'

import './globals.css'
import styles from './message.module.css'

interface Props {
  error: Error & { digest?: string }
  retry: () => void
}

/** The last resort: the frame itself failed. */
export default function GlobalError({ error, retry }: Props) {
  return (
    <html lang="en">
      <body>
        <title>Failed · Thaw</title>
        <main className={styles.message}>
          <h1 className={styles.title}>The dashboard failed</h1>
          <p className={styles.text}>
            Nothing was changed by it. Try again; should it stay, look at the log of thaw serve
            {error.digest ? ` for ${error.digest}` : ''}.
          </p>
          <button className={styles.link} onClick={() => retry()} type="button">
            Try again
          </button>
        </main>
      </body>
    </html>
  )
}
