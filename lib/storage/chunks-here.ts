import type { BackupStorageClient } from '@aws-sdk/client-backupstorage'
import type { HashedBytes } from '#lib/restore/index.ts'
import { offeredReadingTogether } from './handover.ts'

/** Many small chunks without a message, where the service is in this process; see `ReadTogetherHere`. */
export function chunksHere(
  client: BackupStorageClient,
): ((jobId: string, tokens: string[], signal: AbortSignal) => Promise<(HashedBytes | undefined)[]>) | undefined {
  const read = offeredReadingTogether(client.config.requestHandler)
  return read && ((jobId, tokens, signal) => read({ jobId, tokens }, signal))
}
