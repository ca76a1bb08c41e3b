import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { lookAtRunning } from '#app/actions/running.ts'
import { readRunning } from '#app/reads/running.ts'
import { requireSession } from '#app/session.ts'
import { signOut } from '#app/sign-in/actions.ts'
import {
  densityCookie,
  densityFrom,
  themeCookie,
  themeFrom,
  timeStyleFrom,
  timesCookie,
} from '#components/frame/preferences.ts'
import { Providers } from '#components/frame/providers.tsx'
import { TopBar } from '#components/frame/top-bar.tsx'
import { RunningTasks } from '#components/verification/running-tasks.tsx'
import { storageEndpoint } from '#lib/backup-storage/index.ts'
import { runtime } from '#lib/runtime.ts'

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  await requireSession()
  const jar = await cookies()
  const now = await readRunning()
  return (
    <Providers
      density={densityFrom(jar.get(densityCookie)?.value)}
      now={Date.now()}
      theme={themeFrom(jar.get(themeCookie)?.value)}
      times={timeStyleFrom(jar.get(timesCookie)?.value)}
    >
      <TopBar embedded={runtime().config.storage.kind === 'embedded'} endpoint={storageEndpoint()} signOut={signOut}>
        <RunningTasks known={now.ok ? now.running : { verifications: [], downloads: 0 }} look={lookAtRunning} />
      </TopBar>
      {children}
    </Providers>
  )
}
