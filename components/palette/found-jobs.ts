'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Verdict } from '#lib/jobs/verdict.ts'
import { type Asked, answered } from '../ui/answered.ts'

/** A job as the palette shows it. Epoch milliseconds. */
export interface FoundJob {
  id: string
  resource: string
  state?: string
  abortCause?: string
  verdict?: Verdict
  created?: number
}

export interface FoundJobs {
  jobs: FoundJob[]
  /** Where was looked: in every job, in the newest ones, or in those opened here before. */
  among: 'all' | 'newest' | 'remembered'
}

/** Finds jobs by a part of their resource's name or their id. */
export type FindJobs = (text: string) => Asked<{ found: FoundJobs }>

const typingPause = 150

/** The jobs that match what is typed, once typing pauses; those found before stay until then. */
export function useFoundJobs(text: string, find: FindJobs) {
  const [asked, setAsked] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text), typingPause)
    return () => clearTimeout(timer)
  }, [text])
  const { data, isFetching } = useQuery({
    queryKey: ['found jobs', asked],
    queryFn: () => answered(find(asked)),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })
  const answer = text === '' ? undefined : data
  return { answer, looking: text !== '' && (isFetching || asked !== text) }
}
