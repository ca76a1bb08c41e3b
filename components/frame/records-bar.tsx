'use client'

import { Suspense, useState } from 'react'
import { whereShown } from '../ui/on-demand.tsx'
import { recordsNoticeCookie, rememberPreference } from '../ui/preferences.ts'
import type { LostRecords } from './records-notice.tsx'

const RecordsNotice = whereShown(() => import('./records-notice.tsx').then((module) => module.RecordsNotice))

/** Says, on every page until somebody has read it in this browser, that Thaw's records before a time are lost. */
export function RecordsBar({ lost }: { lost: LostRecords }) {
  const [isRead, setRead] = useState(false)
  if (isRead) return null
  return (
    <Suspense>
      <RecordsNotice
        {...lost}
        dismiss={() => {
          rememberPreference(recordsNoticeCookie, String(lost.since))
          setRead(true)
        }}
      />
    </Suspense>
  )
}
