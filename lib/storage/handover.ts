/**
 * What one part of this process may know of another, past the protocol between them: who reads chunks here, which bytes
 * were hashed where they were read, and who wants their memory back. Next bundles its own copy of every module, so the
 * registries hang on `globalThis`. Nothing that came through a socket is ever in them.
 */

import type { ListObjectsInput, ListObjectsOutput } from '@aws-sdk/client-backupstorage'

/**
 * A body in one piece. `checksum` is its SHA-256 in base64, found out while the bytes were read; without it the body says
 * itself which of its parts were hashed.
 */
export interface HashedBody {
  bytes: Buffer
  checksum?: string | undefined
}

/** A chunk, by what GetChunk asks for. Undefined where it cannot be had, whatever the reason: GetChunk then tells. */
export type ReadHere = (
  asked: { jobId: string; token: string },
  signal: AbortSignal,
) => Promise<{ bytes: Buffer; checksum: string } | undefined>

/**
 * Chunks by what GetChunks asks for, answer by answer in their order; what is not there cannot be had this way, whatever
 * the reason.
 */
export type ReadTogetherHere = (
  asked: { jobId: string; tokens: string[] },
  signal: AbortSignal,
) => Promise<({ bytes: Uint8Array; checksum: string } | undefined)[]>

/** A page of objects, as ListObjects gives it. Undefined where it cannot be had: ListObjects then tells why. */
export type ListHere = (
  asked: ListObjectsInput,
  signal: AbortSignal | undefined,
) => Promise<Pick<ListObjectsOutput, 'ObjectList' | 'NextToken'> | undefined>

interface Registries {
  readers: WeakMap<object, ReadHere>
  groupReaders: WeakMap<object, ReadTogetherHere>
  listers: WeakMap<object, ListHere>
  bodies: WeakMap<object, HashedBody>
  owners: WeakMap<Uint8Array, () => void>
}

const key = Symbol.for('thaw.handover')

function registries(): Registries {
  const holder = globalThis as { [key]?: Registries }
  holder[key] ??= {
    readers: new WeakMap(),
    groupReaders: new WeakMap(),
    listers: new WeakMap(),
    bodies: new WeakMap(),
    owners: new WeakMap(),
  }
  return holder[key]
}

/** Says of a `requestHandler` that what it leads to is in this process and reads chunks without a message for each. */
export function offerReading(requestHandler: object, read: ReadHere): void {
  registries().readers.set(requestHandler, read)
}

/** What {@link offerReading} said of a `requestHandler`. */
export function offeredReading(requestHandler: object): ReadHere | undefined {
  return registries().readers.get(requestHandler)
}

/** The same of many small chunks at once. */
export function offerReadingTogether(requestHandler: object, read: ReadTogetherHere): void {
  registries().groupReaders.set(requestHandler, read)
}

/** What {@link offerReadingTogether} said of a `requestHandler`. */
export function offeredReadingTogether(requestHandler: object): ReadTogetherHere | undefined {
  return registries().groupReaders.get(requestHandler)
}

/** The same of listing objects: folders are found by asking again and again. */
export function offerListing(requestHandler: object, list: ListHere): void {
  registries().listers.set(requestHandler, list)
}

/** What {@link offerListing} said of a `requestHandler`. */
export function offeredListing(requestHandler: object): ListHere | undefined {
  return registries().listers.get(requestHandler)
}

/** Says of a stream what it carries, so that who gets it in this process need neither read nor hash it. */
export function handOver(stream: object, body: HashedBody): void {
  registries().bodies.set(stream, body)
}

/** What {@link handOver} said of a stream. The stream itself is then left unread. */
export function handedOver(stream: object): HashedBody | undefined {
  return registries().bodies.get(stream)
}

/**
 * Registers who takes the memory of these very bytes back. `take` must detach it from `bytes` at once: whoever still
 * looks at them then finds nothing, and not what was read into the memory later.
 */
export function recyclable(bytes: Uint8Array, take: () => void): void {
  registries().owners.set(bytes, take)
}

/**
 * Gives memory back to whoever registered it; anything else, parts of it included, is left to the garbage collector.
 * Only for who knows that nobody needs the bytes any more: behind their last write to a socket.
 */
export function recycle(bytes: unknown): void {
  const { owners } = registries()
  const take = owners.get(bytes as Uint8Array)
  owners.delete(bytes as Uint8Array)
  take?.()
}

/** Whether {@link recycle} would do anything. */
export function isRecyclable(bytes: unknown): boolean {
  return bytes instanceof Uint8Array && registries().owners.has(bytes)
}
