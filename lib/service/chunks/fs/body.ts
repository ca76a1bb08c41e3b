import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { type ChunkExpectation, ChunkMismatchError } from '../../ports.ts'
import { BodyFailure } from './failures.ts'

const hashStep = 4 * 2 ** 20
const blockBytes = 2 ** 20

/**
 * Passes a body on in blocks of about 1 MiB and ends without an error only when it was exactly the expected bytes.
 * Hashes at most 4 MiB between two turns of the event loop.
 *
 * @throws {ChunkMismatchError}
 */
export async function* verifiedBlocks(
  body: AsyncIterable<Uint8Array>,
  expected: ChunkExpectation,
): AsyncGenerator<Uint8Array[]> {
  const hash = createHash('sha256')
  let length = 0
  let hashedSinceTurn = 0
  let block: Uint8Array[] = []
  let blockLength = 0
  for await (const piece of guarded(body)) {
    length += piece.length
    if (length > expected.length) throw new ChunkMismatchError(expected, { length })
    for (let at = 0; at < piece.length; at += hashStep) {
      const step = piece.subarray(at, at + hashStep)
      if (hashedSinceTurn + step.length > hashStep) {
        await setImmediate()
        hashedSinceTurn = 0
      }
      hash.update(step)
      hashedSinceTurn += step.length
    }
    block.push(piece)
    blockLength += piece.length
    if (blockLength >= blockBytes) {
      yield block
      block = []
      blockLength = 0
    }
  }
  const checksum = hash.digest('base64')
  if (length !== expected.length || checksum !== expected.checksum)
    throw new ChunkMismatchError(expected, { length, checksum })
  if (blockLength > 0) yield block
}

async function* guarded(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const pieces = body[Symbol.asyncIterator]()
  let ended = false
  try {
    while (true) {
      const next = await pieces.next().catch((cause) => {
        ended = true
        throw new BodyFailure('The body failed', { cause })
      })
      ended = next.done === true
      if (next.done) return
      yield next.value
    }
  } finally {
    if (!ended) await pieces.return?.()
  }
}
