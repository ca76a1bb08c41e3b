'use client'

import { useRouter } from 'next/navigation'
import { startTransition } from 'react'
import { type Asked, answered } from '../ui/answered.ts'
import { often, useLookAgain } from '../ui/use-look-again.ts'
import type { JobRow } from './job-row.ts'

interface Props {
  job: JobRow
  look: (jobId: string) => Asked<{ job: JobRow }>
}

/** Keeps the page of a job that has not ended from growing old: it is rendered anew when the job has gone on. */
export function FollowJob({ job, look }: Props) {
  const router = useRouter()
  useLookAgain(async (isLeft) => {
    const answer = await answered(look(job.id))
    if (answer.ok && !isLeft() && factsOf(answer.job) !== factsOf(job)) startTransition(() => router.refresh())
  }, often)
  return null
}

const factsOf = ({ state, message, objects, size, newBytes }: JobRow) =>
  JSON.stringify([state, message, objects, size, newBytes])
