import { illegalArgument } from '../errors.ts'
import { type ChunkExpectation, ChunkMismatchError } from '../ports.ts'
import { algorithm, checksum } from './validate.ts'

/** The SHA-256 of nothing: of an empty body, and the SUMMARY of no chunks. */
export const EMPTY_CHECKSUM = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='

/**
 * What a body that may be absent is promised to be: length, checksum and algorithm, or nothing at all. Bytes that nobody
 * has promised are never taken unchecked.
 *
 * @param promise `length` in bytes, within its limit.
 * @returns undefined where there are no bytes; the body has then been read to its end to make sure.
 */
export async function expectedBytes(
  body: AsyncIterable<Uint8Array> | undefined,
  promise: { member: string; length?: number; checksum?: string; algorithm?: string },
): Promise<ChunkExpectation | undefined> {
  const { member } = promise
  if (promise.checksum !== undefined) algorithm(promise.algorithm, 'SHA256', `${member}ChecksumAlgorithm`)
  if (promise.length) {
    algorithm(promise.algorithm, 'SHA256', `${member}ChecksumAlgorithm`)
    return { length: promise.length, checksum: checksum(promise.checksum, `${member}Checksum`) }
  }
  if (promise.checksum !== undefined && promise.checksum !== EMPTY_CHECKSUM)
    throw illegalArgument(`${member}Checksum is not that of an empty body, but ${member}Length says that it is empty`)
  const none = { length: 0, checksum: EMPTY_CHECKSUM }
  for await (const { byteLength } of body ?? [])
    if (byteLength > 0) throw new ChunkMismatchError(none, { length: byteLength })
  return undefined
}
