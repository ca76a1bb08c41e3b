import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import './globals.css'
import type { Metadata, Viewport } from 'next'
import { cookies, headers } from 'next/headers'
import { connection } from 'next/server'
import type { ReactNode } from 'react'
import { hearKeys } from '#components/frame/hear-keys.ts'
import { holdOffline } from '#components/frame/hold-offline.ts'
import { densityCookie, densityFrom, themeCookie, themeFrom } from '#components/frame/preferences.ts'
import { noteEarly } from '#components/ui/note-early.ts'

export const metadata: Metadata = {
  description: 'Browse, verify and restore backups kept behind the AWS Backup Storage API.',
}

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#0f1419' },
  ],
}

/** What hears a person, and the browser, before the page has come alive. */
const firstScript = [noteEarly, hearKeys, holdOffline].map((run) => `(${run})()`).join(';')

export default async function RootLayout({ children }: { children: ReactNode }) {
  await connection() // every page carries a nonce of its own; a prerendered one would be blocked by the policy
  const jar = await cookies()
  const theme = themeFrom(jar.get(themeCookie)?.value)
  const density = densityFrom(jar.get(densityCookie)?.value)
  const nonce = nonceOf((await headers()).get('content-security-policy'))
  return (
    <html
      data-density={density === 'comfortable' ? undefined : density}
      data-theme={theme === 'system' ? undefined : theme}
      lang="en"
    >
      <head>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant; React writes scripts no other way */}
        <script dangerouslySetInnerHTML={{ __html: firstScript }} nonce={nonce} suppressHydrationWarning />
      </head>
      <body>{children}</body>
    </html>
  )
}

/** The front door puts the policy, with this response's nonce, on the request. */
const nonceOf = (policy: string | null) => policy?.match(/'nonce-([^']+)'/)?.[1]
