import { type BrokenPlace, brokenPlace, problemOf } from '#lib/failure/problem.ts'
import { type ByteRange, type ChunkFetchError, isNamed } from '#lib/restore/index.ts'

/** As many damaged chunks are left out of one stretch; with more of them it cannot be read. */
const mostBroken = 8

/**
 * As much as can be read of a stretch: its good bytes, one behind the other, and the chunks they leave out.
 *
 * @throws what `read` throws, unless that is damage.
 */
export async function readStretch(
  { start, end }: ByteRange,
  read: (range: ByteRange) => AsyncIterable<Uint8Array>,
): Promise<{ bytes: Buffer; broken: BrokenPlace[] }> {
  const pieces: Uint8Array[] = []
  const broken: BrokenPlace[] = []
  for (let at = start; at <= end; ) {
    try {
      for await (const piece of read({ start: at, end })) {
        pieces.push(Buffer.from(piece)) // a copy: the piece may be a small part of a chunk, which is let go with it
        at += piece.length
      }
    } catch (error) {
      const place = isDamage(error) ? brokenPlace(error) : undefined
      if (!place || broken.length === mostBroken) throw error
      broken.push(place)
      at = place.offset + place.length
    }
  }
  return { bytes: Buffer.concat(pieces), broken }
}

/** What asking again does not help against: bytes that are wrong, or are not there any more. */
function isDamage(error: unknown): boolean {
  if (isNamed(error, 'ChunkVerificationError')) return true
  if (!isNamed<ChunkFetchError>(error, 'ChunkFetchError') || error.retryable) return false
  return ['ServiceInternalException', 'ResourceNotFoundException'].includes(problemOf(error).code)
}
