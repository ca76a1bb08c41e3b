import { createByteBudget } from './budget.ts'
import { type FetchChunk, fetchVerified } from './chunk.ts'
import { ChunkFetchError, ChunkVerificationError, isRetryable } from './errors.ts'
import { type ListChunks, type ObjectChunk, type ObjectPlan, planObject } from './plan.ts'

export interface VerifiableObject {
  name: string
  checksum: string
  listChunks: ListChunks
  fetchChunk: FetchChunk
}

export type VerifyEvent =
  /** Bytes of an object proven good, read for it or for another object with the same chunk. */
  | { kind: 'bytes'; count: number }
  | { kind: 'verified'; name: string }
  /** One of the object's chunks, or its list of chunks, is damaged or gone. An object may have several. */
  | { kind: 'damaged'; name: string; error: Error }

type ChunkFailure = ChunkVerificationError | ChunkFetchError

/** Objects being verified at once; within one, as many chunks as the memory holds. */
const maxRunning = 16

/**
 * Reads and hashes every object, each distinct chunk once, and tells of all damage instead of stopping at the first.
 *
 * @throws the error that would meet every other object as well: the service is gone, an abort.
 */
export async function verifyObjects(
  objects: AsyncIterable<VerifiableObject>,
  options: { signal: AbortSignal; budgetBytes?: number; onEvent: (event: VerifyEvent) => void },
): Promise<void> {
  const { onEvent } = options
  const failure = new AbortController()
  const signal = AbortSignal.any([options.signal, failure.signal])
  const memory = createByteBudget(options.budgetBytes ?? 64 * 1024 * 1024)
  const good = new Set<string>()
  const bad = new Map<string, ChunkFailure>()
  const reading = new Map<string, Promise<void>>()
  const running = new Set<Promise<void>>()

  async function readOnce(object: VerifiableObject, chunk: ObjectChunk): Promise<void> {
    try {
      using _ = await memory.take(chunk.length, signal)
      await fetchVerified(object, chunk, object.fetchChunk, signal)
      good.add(chunk.checksum)
    } catch (error) {
      if (!isFinding(error)) throw error
      bad.set(chunk.checksum, error)
    } finally {
      reading.delete(chunk.checksum)
    }
  }

  async function verifyChunk(object: VerifiableObject, chunk: ObjectChunk): Promise<boolean> {
    const { checksum, length } = chunk
    if (!good.has(checksum) && !bad.has(checksum) && !reading.has(checksum))
      reading.set(checksum, readOnce(object, chunk))
    await reading.get(checksum)
    const error = bad.get(checksum)
    if (error) onEvent({ kind: 'damaged', name: object.name, error: error.at(chunk, object.name) })
    else onEvent({ kind: 'bytes', count: length })
    return !error
  }

  async function verifyObject(object: VerifiableObject): Promise<void> {
    let plan: ObjectPlan
    try {
      plan = await planObject(object, signal)
    } catch (error) {
      signal.throwIfAborted()
      if (isRetryable(error) || !(error instanceof Error)) throw error
      return onEvent({ kind: 'damaged', name: object.name, error })
    }
    const ahead = new Set<Promise<void>>()
    let whole = true
    for (const chunk of plan.chunks) {
      while (ahead.size >= maxRunning) await Promise.race(ahead)
      const check: Promise<void> = verifyChunk(object, chunk)
        .then((isGood) => {
          whole &&= isGood
        })
        .finally(() => ahead.delete(check))
      check.catch((error) => failure.abort(error))
      ahead.add(check)
    }
    await Promise.all(ahead)
    if (whole) onEvent({ kind: 'verified', name: object.name })
  }

  try {
    for await (const object of objects) {
      while (running.size >= maxRunning) await Promise.race(running)
      signal.throwIfAborted()
      const task = verifyObject(object)
        .catch((error) => failure.abort(error))
        .finally(() => running.delete(task))
      running.add(task)
    }
  } catch (error) {
    failure.abort(error)
  }
  await Promise.all(running)
  signal.throwIfAborted()
}

/** Damage, or a chunk the service will not give; not a service that is out of reach. */
function isFinding(error: unknown): error is ChunkFailure {
  return error instanceof ChunkVerificationError || (error instanceof ChunkFetchError && !error.retryable)
}
