import { type ChunkFetchError, type ChunkVerificationError, isNamed, type ObjectPlanError } from '#lib/restore/index.ts'
import type { DownloadContext } from './context.ts'

/** Remembers damage that a read ran into, so that plans can tell of it. Anything else that failed is not damage. */
export async function noteDamage(
  { ledger, source, clock }: Pick<DownloadContext, 'ledger' | 'source' | 'clock'>,
  { jobId, object }: { jobId: string; object: { name: string; checksum: string } },
  error: unknown,
): Promise<void> {
  const at = {
    endpoint: source.endpoint,
    jobId,
    object: object.name,
    objectChecksum: object.checksum,
    foundAt: clock(),
  }
  if (isNamed<ObjectPlanError>(error, 'ObjectPlanError'))
    await ledger.damagedChunks.record({ ...at, chunkIndex: -1, checksum: null, reason: error.message })
  else if (isNamed<ChunkVerificationError>(error, 'ChunkVerificationError') || isLost(error))
    await ledger.damagedChunks.record({
      ...at,
      chunkIndex: error.index,
      checksum: error.checksum,
      reason: error.message,
    })
}

/** An internal failure is what a service says of a chunk that it has lost or that is not what it was. */
function isLost(error: unknown): error is ChunkFetchError {
  if (!isNamed<ChunkFetchError>(error, 'ChunkFetchError') || error.retryable) return false
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause)
    if (cause.name === 'ServiceInternalException') return true
  return false
}
