import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import './globals.css'
import type { Metadata, Viewport } from 'next'
import { cookies, headers } from 'next/headers'
import { connection } from 'next/server'
import type { ReactNode } from 'react'
import { hearKeys } from '#components/frame/hear-keys.ts'
import { holdOffline } from '#components/frame/hold-offline.ts'
import { noteEarly } from '#components/ui/note-early.ts'
import { densityCookie, densityFrom, themeCookie, themeFrom } from '#components/ui/preferences.ts'

const description = 'Browse, verify and restore backups kept behind the AWS Backup Storage API.'

/** The title is each page's own (components/ui/page-title.tsx). */
export async function generateMetadata(): Promise<Metadata> {
  return {
    metadataBase: originOf(await headers()), // addresses of link previews are absolute
    description,
    applicationName: 'Thaw',
    robots: { index: false, follow: false },
    manifest: '/site.webmanifest',
    icons: {
      icon: [
        { url: '/favicon.ico', sizes: '32x32' },
        { url: '/icon.svg', type: 'image/svg+xml', sizes: 'any' },
      ],
      apple: '/apple-touch-icon.png',
    },
    openGraph: {
      type: 'website',
      siteName: 'Thaw',
      title: 'Thaw',
      description,
      images: { url: '/link-preview.png', width: 1200, height: 630, alt: description },
    },
    twitter: { card: 'summary_large_image' },
  }
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

/** Where the browser reaches the dashboard; the front door has checked the host. */
const originOf = (known: Headers) =>
  new URL(`${known.get('x-forwarded-proto') ?? 'http'}://${known.get('x-forwarded-host') ?? known.get('host')}`)
