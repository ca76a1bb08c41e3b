import { connection } from 'next/server'
import type { ReactNode } from 'react'

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Every page is rendered per request: a prerendered one has no nonce, and its scripts would not run.
  await connection()
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  )
}
