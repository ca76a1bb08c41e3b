import { type ChunkFetchError, type ChunkVerificationError, isNamed } from '#lib/restore/index.ts'
import { failureOf } from './failure-of.ts'
import type { RefusedError } from './refused-error.ts'
import type { Failure } from './result.ts'

/** HTTP statuses of what is not there: never was, or is gone for good. */
const notHere: Record<string, number> = { ResourceNotFoundException: 404, NoBackupError: 410 }

/** What went wrong, for people, with the HTTP status it is told under. */
export function problemOf(error: unknown): Failure & { status: number } {
  if (isNamed<RefusedError>(error, 'RefusedError')) {
    const { status, code, message, retryable } = error
    return { status, code, message, retryable }
  }
  const fetchError = isNamed<ChunkFetchError>(error, 'ChunkFetchError') ? error : undefined
  const failure = failureOf(error)
  const status = (!fetchError && notHere[failure.code]) || 502
  // What an internal failure says of a chunk that is asked for again and again: nobody but the store can mend it.
  const lost = fetchError && !fetchError.retryable && failure.code === 'ServiceInternalException'
  const place = fetchError
    ? `Chunk ${fetchError.index} (offset ${fetchError.offset})${fetchError.object === undefined ? '' : ` of ${JSON.stringify(fetchError.object)}`}: `
    : ''
  if (lost)
    return {
      ...failure,
      status,
      retryable: false,
      message: `${place}The storage service does not have it as it was stored: it is damaged or lost.`,
    }
  return { ...failure, status, message: place + failure.message }
}

/** The answer of a download that failed before its first byte. */
export function problemResponse(error: unknown, requestId: string | undefined): Response {
  const { status, ...failure } = problemOf(error)
  const retryAfter = isNamed<RefusedError>(error, 'RefusedError') ? error.retryAfter : undefined
  return Response.json(
    { error: { ...failure, requestId: failure.requestId ?? requestId, place: brokenPlace(error) } },
    {
      status,
      headers: {
        'cache-control': 'private, no-store',
        ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
      },
    },
  )
}

/** The chunk that failed. In bytes; the checksum is its SHA-256, base64. */
export interface BrokenPlace {
  index: number
  offset: number
  length: number
  checksum: string
}

/** Where a read broke off; undefined where it failed of something else than one chunk. */
export function brokenPlace(error: unknown): BrokenPlace | undefined {
  if (
    !isNamed<ChunkVerificationError>(error, 'ChunkVerificationError') &&
    !isNamed<ChunkFetchError>(error, 'ChunkFetchError')
  )
    return undefined
  const { index, offset, length, checksum } = error
  return { index, offset, length, checksum }
}
