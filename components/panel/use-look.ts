'use client'

import { type QueryKey, useQuery } from '@tanstack/react-query'
import type { Failure } from '#lib/failure/result.ts'
import type { Asked } from '../ui/answered.ts'
import { answeredOrThrow, failureIn, triedAgain } from '../ui/read-failure.ts'

export interface Look<T> {
  data: T | undefined
  /** What keeps it from being there; `waiting` while it is tried again by itself. */
  failure: { failure: Failure; retry: () => void; waiting: boolean } | undefined
}

/**
 * Asks for what the panel tells of the thing in hand.
 *
 * @param key what is looked at in its first three parts; what is known under another key that begins so is shown meanwhile.
 */
export function useLook<T extends object>(key: QueryKey, ask: () => Asked<T>): Look<T> {
  const subject = JSON.stringify(key.slice(0, 3))
  const { data, error, failureReason, isError, refetch } = useQuery<object>({
    queryKey: key,
    queryFn: () => answeredOrThrow(ask()),
    placeholderData: (before, query) => (JSON.stringify(query?.queryKey.slice(0, 3)) === subject ? before : undefined),
    ...triedAgain,
  })
  const failure = data ? undefined : failureIn(error ?? failureReason)
  return {
    data: data as T | undefined,
    failure: failure && { failure, retry: () => void refetch(), waiting: !isError },
  }
}
