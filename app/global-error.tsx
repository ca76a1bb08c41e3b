'use client'

import './globals.css'
import { PageFailure, type PageFailureProps } from '#components/frame/page-failure.tsx'

/** The last resort: what surrounds the pages failed itself. */
export default function GlobalError(props: PageFailureProps) {
  return (
    <html lang="en">
      <body>
        <PageFailure {...props} />
      </body>
    </html>
  )
}
