import { problemOf } from '#lib/failure/problem.ts'
import { type ChunkFetchError, type ChunkVerificationError, isNamed } from '#lib/restore/index.ts'
import type { ReceiptFacts, RunningReceipt } from './receipt-keeper.ts'

export interface TrackedEvents {
  /** Everything was handed over; what it found goes into the receipt. */
  onEnd?: () => Promise<ReceiptFacts>
  onFailure?: (error: unknown) => Promise<void>
}

/** Passes bytes on and keeps their receipt: verified at their end, failed where they fail, left where the reader goes. */
export async function* tracked(
  pieces: AsyncIterable<Uint8Array>,
  receipt: RunningReceipt,
  signal: AbortSignal,
  { onEnd, onFailure }: TrackedEvents,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    for await (const piece of pieces) {
      const { length } = piece // whoever takes the bytes may detach them
      yield piece
      receipt.sent(length)
    }
    await receipt.finish('verified', await onEnd?.())
  } catch (error) {
    if (signal.aborted) throw error
    await onFailure?.(error)
    await receipt.finish('failed', failureFacts(error))
    throw error
  } finally {
    await receipt.finish('left')
  }
}

function failureFacts(error: unknown): ReceiptFacts {
  const reason = problemOf(error).message
  const isChunk =
    isNamed<ChunkVerificationError>(error, 'ChunkVerificationError') ||
    isNamed<ChunkFetchError>(error, 'ChunkFetchError')
  if (!isChunk) return { reason }
  return { reason, failedObject: error.object ?? null, failedChunk: error.index, failedOffset: error.offset }
}
