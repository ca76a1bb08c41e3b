import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { requireSession } from '#app/session.ts'
import { signOut } from '#app/sign-in/actions.ts'
import { themeCookie, themeFrom, timeStyleFrom, timesCookie } from '#components/frame/preferences.ts'
import { Providers } from '#components/frame/providers.tsx'
import { TopBar } from '#components/frame/top-bar.tsx'
import { storageEndpoint } from '#lib/backup-storage/index.ts'
import { runtime } from '#lib/runtime.ts'

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  await requireSession()
  const jar = await cookies()
  return (
    <Providers now={Date.now()} times={timeStyleFrom(jar.get(timesCookie)?.value)}>
      <TopBar
        embedded={runtime().config.storage.kind === 'embedded'}
        endpoint={storageEndpoint()}
        signOut={signOut}
        theme={themeFrom(jar.get(themeCookie)?.value)}
      />
      {children}
    </Providers>
  )
}
