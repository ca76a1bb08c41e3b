'use client'

import './globals.css'
import type { PageFailureProps } from '#components/frame/page-failure.tsx'

/** The last resort: what surrounds the pages failed itself. Every page carries it, so it is small. */
export default function GlobalError({ error }: PageFailureProps) {
  return (
    <html lang="en">
      <body>
        <main className="mx-auto max-w-160 px-4 py-16">
          <title>Failed · Thaw</title>
          <h1 className="mb-2 text-xl">This page failed</h1>
          <p className="mb-4 text-muted" role="alert">
            Nothing was changed by it. Reload to go on.
            {error.digest && ` Should it stay, the log of thaw serve says more at digest ${error.digest}.`}
          </p>
          <button className="button button-plain" onClick={() => location.reload()} type="button">
            Reload
          </button>
        </main>
      </body>
    </html>
  )
}
