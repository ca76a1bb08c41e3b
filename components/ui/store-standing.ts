import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useSyncExternalStore } from 'react'

/** What is known of whether the service takes writes. */
export interface StoreStanding {
  /** False where the endpoint never tells. */
  told: boolean
  /** Set while it takes none: why, and what to do. */
  readOnly?: { reason: string; remedy?: string }
}

/** Under which the frame's bar keeps it. */
export const storeStandingKey = ['store standing'] as const

/** Why nothing that the service would have to write can be done now; undefined while it can, or nobody knows better. */
export function useNoWrites(): string | undefined {
  const client = useQueryClient()
  const isReadOnly = useSyncExternalStore(
    useCallback((changed) => client.getQueryCache().subscribe(changed), [client]),
    () => client.getQueryData<StoreStanding>(storeStandingKey)?.readOnly !== undefined,
    () => false, // the bar comes behind the page
  )
  return isReadOnly ? 'The storage service takes no writes at the moment' : undefined
}
