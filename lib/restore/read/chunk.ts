import { createHash, hash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { ChunkFetchError, ChunkVerificationError } from './errors.ts'
import type { ObjectChunk, ObjectPlan } from './plan.ts'

/** Gets a chunk's bytes, whole or in pieces. Nothing about them is believed, but what this process itself has hashed. */
export type FetchChunk = (
  chunk: ObjectChunk,
  signal: AbortSignal,
) => Promise<Uint8Array | AsyncIterable<Uint8Array> | HashedBytes>

/** Bytes that this process hashed when it read them; `checksum` is what came out, as base64. */
export interface HashedBytes {
  bytes: Uint8Array
  checksum: string
}

/** Longest stretch hashed without letting other work run: about 3 ms. */
const hashStep = 4 * 1024 * 1024

/**
 * One chunk, length and SHA-256 checked over the whole of it; a chunk that does not match is fetched once more.
 *
 * @throws {ChunkVerificationError} it did not match twice.
 * @throws {ChunkFetchError} `fetchChunk` failed; an abort passes as it is.
 */
export async function fetchVerified(
  plan: Pick<ObjectPlan, 'name'>,
  chunk: ObjectChunk,
  fetchChunk: FetchChunk,
  signal: AbortSignal,
): Promise<Uint8Array> {
  let complaint = ''
  for (let attempt = 0; attempt < 2; attempt++) {
    let got: Uint8Array | HashedBytes
    try {
      got = await collect(await fetchChunk(chunk, signal), chunk.length, signal)
    } catch (error) {
      signal.throwIfAborted()
      throw new ChunkFetchError(chunk, plan.name, error)
    }
    const bytes = got instanceof Uint8Array ? got : got.bytes
    if (bytes.length !== chunk.length) {
      const count = bytes.length > chunk.length ? `more than ${chunk.length}` : `${bytes.length}`
      complaint = `${count} bytes came where ${chunk.length} are listed`
      continue
    }
    const checksum = got instanceof Uint8Array ? await sha256(bytes, signal) : got.checksum
    if (checksum === chunk.checksum) return bytes
    complaint = `its SHA-256 is ${checksum}, ${chunk.checksum} is listed`
  }
  throw new ChunkVerificationError(chunk, plan.name, complaint)
}

/** The bytes in one piece. Stops reading one piece past `length`: what is longer is wrong anyway. */
export async function collect(
  body: Uint8Array | AsyncIterable<Uint8Array> | HashedBytes,
  length: number,
  signal: AbortSignal,
): Promise<Uint8Array | HashedBytes> {
  if (body instanceof Uint8Array || 'checksum' in body) return body
  const pieces: Uint8Array[] = []
  let received = 0
  for await (const piece of body) {
    signal.throwIfAborted()
    pieces.push(piece)
    received += piece.length
    if (received > length) break
  }
  return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces, received)
}

async function sha256(bytes: Uint8Array, signal: AbortSignal): Promise<string> {
  if (bytes.length <= hashStep) return hash('sha256', bytes, 'base64')
  const running = createHash('sha256')
  for (let start = 0; start < bytes.length; start += hashStep) {
    running.update(bytes.subarray(start, start + hashStep))
    await setImmediate(undefined, { signal })
  }
  return running.digest('base64')
}
