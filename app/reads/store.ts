import 'server-only'
import { DescribeStoreCommand } from '@aws-sdk/client-backupstorage/extensions'
import { cache } from 'react'
import type { StoreStanding } from '#components/ui/store-standing.ts'
import { backupStorage } from '../storage.ts'
import { attempt } from './attempt.ts'

/** The longest a page waits for what the store says of itself, in milliseconds: it is asked again while one looks. */
const patience = 3_000

/** What the store says of itself; asked once a page. */
const readStore = cache(() =>
  attempt(async (signal) => {
    const abortSignal = AbortSignal.any([signal, AbortSignal.timeout(patience)])
    const { StoredBytes, FreeBytes, ChunkCount, ReadOnlyReason, ReadOnlyRemedy } = await backupStorage().send(
      new DescribeStoreCommand({}),
      { abortSignal },
    )
    return { stored: StoredBytes, free: FreeBytes, chunks: ChunkCount, reason: ReadOnlyReason, remedy: ReadOnlyRemedy }
  }),
)

export interface StoreUsage {
  stored: number
  free: number
  chunks: number
}

/** How full the store is; undefined where the endpoint does not tell. */
export async function readStoreUsage(): Promise<StoreUsage | undefined> {
  const result = await readStore()
  if (!result.ok || result.stored === undefined || result.free === undefined) return undefined
  return { stored: result.stored, free: result.free, chunks: result.chunks ?? 0 }
}

/** Whether the service takes writes, as far as it tells. */
export async function readStoreStanding(): Promise<StoreStanding> {
  const result = await readStore()
  if (!result.ok) return { told: result.error.code !== 'NotOffered' }
  const { reason, remedy } = result
  return { told: true, ...(reason !== undefined && { readOnly: { reason, ...(remedy !== undefined && { remedy }) } }) }
}
