import { createByteBudget } from './budget.ts'
import { type FetchChunk, fetchVerified } from './chunk.ts'
import { ChunkFetchError, ChunkVerificationError, isRetryable } from './errors.ts'
import { type ListChunks, type ObjectChunk, planObject } from './plan.ts'
import { createTasks } from './tasks.ts'

export interface VerifiableObject {
  name: string
  checksum: string
  listChunks: ListChunks
  fetchChunk: FetchChunk
  /** One small chunk that its listing has brought along: such objects are read many at once. */
  isSmall?: boolean
  /** Reads what belongs to the object beside its chunks. @throws {Error} it is damaged. */
  checkMetadata?: (signal: AbortSignal) => Promise<void>
  /** Whether the service has this version still; asked before its first damage is told. */
  isThere?: (signal: AbortSignal) => Promise<boolean>
}

export type VerifyEvent =
  /** Bytes of an object proven good, read for it or for another object with the same chunk. */
  | { kind: 'bytes'; name: string; count: number }
  /** A chunk that was read and is good. */
  | { kind: 'read'; checksum: string; length: number }
  /** One of the object's chunks, its list of chunks or its metadata is damaged or gone. An object may have several. */
  | { kind: 'damaged'; name: string; checksum: string; part: 'chunk' | 'list' | 'metadata'; error: Error }
  /** An object is done; `length` in bytes, where its list of chunks could be read. Gone: it was replaced or deleted. */
  | { kind: 'object'; name: string; checksum: string; length?: number; outcome: 'verified' | 'damaged' | 'gone' }

/** Chunks seen to be good. It may forget: then a chunk is read again. */
export interface SeenChunks {
  has(checksum: string): boolean
  add(checksum: string): void
}

export interface VerifyOptions {
  signal: AbortSignal
  /** Bounds the bytes in memory; 64 MiB. */
  budgetBytes?: number
  /** Objects at once, and chunks of one; 16. Of small objects sixteen times as many. */
  parallel?: number
  /** Chunks that need no read; all of this run unless given. */
  seen?: SeenChunks
  onEvent: (event: VerifyEvent) => void
}

type ChunkFailure = ChunkVerificationError | ChunkFetchError

/** Small objects that weigh as much as another one. */
const smallToOne = 16

/** Damaged chunks remembered, so that objects that share them need not read them again. */
const maxRemembered = 10_000

/**
 * Reads and hashes every object, each distinct chunk once, and tells of all damage instead of stopping at the first.
 *
 * @param objects given as a function, they get a signal that is also aborted by what ends the run from within.
 * @throws the error that would meet every other object as well: the service is gone, an abort.
 */
export async function verifyObjects(
  objects: AsyncIterable<VerifiableObject> | ((signal: AbortSignal) => AsyncIterable<VerifiableObject>),
  options: VerifyOptions,
): Promise<void> {
  const { onEvent, parallel = 16, seen = new Set<string>() } = options
  const failure = new AbortController()
  const signal = AbortSignal.any([options.signal, failure.signal])
  const memory = createByteBudget(options.budgetBytes ?? 64 * 1024 * 1024)
  const bad = new Map<string, ChunkFailure>()
  const reading = new Map<string, Promise<ChunkFailure | undefined>>()
  const running = createTasks(parallel * smallToOne, (error) => failure.abort(error))

  /** Reads a chunk. @returns what is wrong with it. */
  async function readOnce(object: VerifiableObject, chunk: ObjectChunk): Promise<ChunkFailure | undefined> {
    try {
      using _ = await memory.take(chunk.length, signal)
      await fetchVerified(object, chunk, object.fetchChunk, signal)
      seen.add(chunk.checksum)
      onEvent({ kind: 'read', checksum: chunk.checksum, length: chunk.length })
      return undefined
    } catch (error) {
      if (!isFinding(error)) throw error
      bad.set(chunk.checksum, error)
      if (bad.size > maxRemembered) bad.delete(bad.keys().next().value!)
      return error
    } finally {
      reading.delete(chunk.checksum)
    }
  }

  async function verifyChunk(object: VerifiableObject, chunk: ObjectChunk): Promise<ChunkFailure | undefined> {
    const { checksum } = chunk
    if (seen.has(checksum)) return undefined
    const known = bad.get(checksum)
    if (known) return known.at(chunk, object.name)
    const begun = reading.get(checksum) ?? readOnce(object, chunk)
    reading.set(checksum, begun)
    return (await begun)?.at(chunk, object.name)
  }

  async function verifyObject(object: VerifiableObject): Promise<void> {
    const { name, checksum } = object
    let outcome: 'verified' | 'damaged' | 'gone' = 'verified'
    let there: Promise<boolean> | undefined

    async function found(error: Error, part: 'chunk' | 'list' | 'metadata'): Promise<void> {
      there ??= object.isThere?.(signal) ?? Promise.resolve(true)
      outcome = (await there) ? 'damaged' : 'gone'
      if (outcome === 'damaged') onEvent({ kind: 'damaged', name, checksum, part, error })
    }

    /** What is no damage would meet every other object as well. */
    async function orFound<T>(work: Promise<T>, part: 'list' | 'metadata'): Promise<T | undefined> {
      try {
        return await work
      } catch (error) {
        signal.throwIfAborted()
        if (isRetryable(error) || !(error instanceof Error)) throw error
        await found(error, part)
        return undefined
      }
    }

    const plan = await orFound(planObject(object, signal), 'list')
    const ahead = new Set<Promise<void>>()
    for (const chunk of plan?.chunks ?? []) {
      while (ahead.size >= parallel) await Promise.race(ahead)
      const check: Promise<void> = verifyChunk(object, chunk)
        .then((error) => (error ? found(error, 'chunk') : onEvent({ kind: 'bytes', name, count: chunk.length })))
        .finally(() => ahead.delete(check))
      check.catch((error) => failure.abort(error))
      ahead.add(check)
    }
    await Promise.all(ahead)
    if (object.checkMetadata) await orFound(object.checkMetadata(signal), 'metadata')
    onEvent({ kind: 'object', name, checksum, length: plan?.length, outcome })
  }

  try {
    for await (const object of typeof objects === 'function' ? objects(signal) : objects) {
      signal.throwIfAborted()
      await running.start(object.isSmall ? 1 : smallToOne, () => verifyObject(object))
    }
  } catch (error) {
    failure.abort(error)
  }
  await running.idle()
  signal.throwIfAborted()
}

/** Damage, or a chunk the service will not give; not a service that is out of reach. */
function isFinding(error: unknown): error is ChunkFailure {
  return error instanceof ChunkVerificationError || (error instanceof ChunkFetchError && !error.retryable)
}
