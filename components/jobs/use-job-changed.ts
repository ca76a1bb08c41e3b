'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { startTransition } from 'react'
import type { Page } from '../table/page.ts'
import type { ChangedJob } from './job-changes.ts'
import type { JobRow, JobsCursor } from './job-row.ts'

/** Shows a job everywhere as it is after a change: in the rows that are there, and in what the server renders. */
export function useJobChanged() {
  const client = useQueryClient()
  const router = useRouter()
  return (jobId: string, { job }: ChangedJob) => {
    client.setQueriesData<Page<JobRow, JobsCursor>>(
      { queryKey: ['jobs'] },
      (page) => page && { ...page, rows: page.rows.flatMap((row) => (row.id === jobId ? (job ? [job] : []) : [row])) },
    )
    startTransition(() => router.refresh())
  }
}
