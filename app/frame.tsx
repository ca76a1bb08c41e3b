import { cookies } from 'next/headers'
import { type ReactNode, Suspense } from 'react'
import { BrokenDownloads } from '#components/downloads/broken-downloads.tsx'
import { shellQuote } from '#components/format/text.ts'
import { Providers } from '#components/frame/providers.tsx'
import { RecordsBar } from '#components/frame/records-bar.tsx'
import { RunningTasks } from '#components/frame/running-tasks.tsx'
import { StandingBar } from '#components/frame/standing-bar.tsx'
import { StoreBar } from '#components/frame/store-bar.tsx'
import { TopBar } from '#components/frame/top-bar.tsx'
import { WorkFocus } from '#components/frame/work-focus.tsx'
import {
  densityCookie,
  densityFrom,
  recordsNoticeCookie,
  themeCookie,
  themeFrom,
  timeStyleFrom,
  timesCookie,
} from '#components/ui/preferences.ts'
import { runtime } from '#lib/runtime.ts'
import { findJobs } from './actions/find-jobs.ts'
import { lookAtRunning } from './actions/running.ts'
import { lookAtStore } from './actions/store.ts'
import { archiveActions } from './archive-actions.ts'
import { readLostRecords } from './reads/lost-records.ts'
import { readRunning } from './reads/running.ts'
import { readStoreStanding } from './reads/store.ts'
import { signOut } from './sign-in/actions.ts'
import { storageEndpoint } from './storage.ts'

/** What surrounds every page of somebody who is signed in. */
export async function Frame({ children }: { children: ReactNode }) {
  const jar = await cookies()
  const now = await readRunning()
  const lost = await readLostRecords()
  const { dataDir, elsewhere, storage } = runtime().config
  return (
    <Providers
      density={densityFrom(jar.get(densityCookie)?.value)}
      now={Date.now()}
      place={elsewhere ? ` --data-dir ${shellQuote(dataDir)}` : ''}
      theme={themeFrom(jar.get(themeCookie)?.value)}
      times={timeStyleFrom(jar.get(timesCookie)?.value)}
    >
      <TopBar embedded={storage.kind === 'embedded'} endpoint={storageEndpoint()} findJobs={findJobs} signOut={signOut}>
        <RunningTasks
          known={now.ok ? now.running : { verifications: [], downloads: 0, now: Date.now() }}
          look={lookAtRunning}
        />
      </TopBar>
      <StandingBar look={lookAtRunning} />
      <Suspense>
        <Store />
      </Suspense>
      {lost && jar.get(recordsNoticeCookie)?.value !== String(lost.since) && <RecordsBar lost={lost} />}
      <BrokenDownloads archive={archiveActions} />
      <WorkFocus />
      {children}
    </Providers>
  )
}

/** Behind a boundary: no page waits for an endpoint that does not answer. */
async function Store() {
  return <StoreBar known={await readStoreStanding()} look={lookAtStore} />
}
