'use client'

import { type QueryKey, useQueries } from '@tanstack/react-query'
import type { BrokenPlace } from '#lib/failure/problem.ts'
import type { Failure } from '#lib/failure/result.ts'
import { failureIn, triedAgain } from '../ui/read-failure.ts'
import type { ByteSource } from './window.ts'

/** How windows are read: tried again by themselves where that can help, and forgotten soon after they left the view. */
export const windowQuery = {
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: 30_000,
  ...triedAgain,
}

/** Windows begin at multiples of this, so that what is scrolled to and fro is read once. In bytes. */
const windowLength = 16 * 1024

export interface SeenBytes {
  /** A byte; `broken` where it cannot be read, undefined while it is on its way. */
  byteAt(offset: number): number | 'broken' | undefined
  broken: BrokenPlace[]
  failure: Failure | undefined
  waiting: boolean
  retry(): void
}

/** The bytes in view, and those right behind and before them. */
export function useBytes(source: ByteSource, from: number, to: number): SeenBytes {
  const margin = to - from
  const first = Math.floor(Math.max(0, from - margin) / windowLength)
  const last = Math.floor(Math.max(0, Math.min(source.length, to + margin) - 1) / windowLength)
  const results = useQueries({
    queries: Array.from({ length: last - first + 1 }, (_, i) => {
      const start = (first + i) * windowLength
      const end = Math.min(start + windowLength, source.length)
      return {
        ...windowQuery,
        queryKey: ['bytes', ...source.key, start] as QueryKey,
        queryFn: ({ signal }: { signal: AbortSignal }) => source.read(start, end, signal),
        enabled: end > start,
      }
    }),
  })
  const windows = results.map(({ data }) => data)
  const failing = results.find(({ error, failureReason }) => error ?? failureReason)
  const places = windows.flatMap((window) => window?.broken ?? [])
  const broken = places.filter(({ index }, i) => places[i - 1]?.index !== index)
  return {
    broken,
    failure: failureIn(failing?.error ?? failing?.failureReason),
    waiting: failing !== undefined && !failing.isError,
    retry: () => void failing?.refetch(),
    byteAt(offset) {
      if (broken.some((place) => place.offset <= offset && offset < place.offset + place.length)) return 'broken'
      const window = windows[Math.floor(offset / windowLength) - first]
      return window?.bytes[offset - window.start]
    },
  }
}
