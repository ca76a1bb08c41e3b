import type { VerificationProgress } from '#lib/ledger/verification-tasks.ts'
import type { Finding } from '#lib/ledger/walked.ts'
import {
  type ChunkFetchError,
  type ChunkVerificationError,
  type SeenChunks,
  type VerifyEvent,
  verifyObjects,
} from '#lib/restore/index.ts'
import type { ObjectSource } from '#lib/storage/source.ts'
import { objectsOf, type Scope, type ScopedObject } from './scope.ts'

/** How far a walk is: as it is kept, but for the rate. */
export type WalkProgress = Omit<VerificationProgress, 'rate'>

export const atStart: WalkProgress = {
  position: null,
  objects: 0,
  bytes: 0,
  chunks: 0,
  skippedObjects: 0,
  damagedObjects: 0,
  damagedBytes: 0,
  aheadObjects: 0,
  aheadBytes: 0,
  oldestAt: null,
}

export type WalkEvent =
  | { kind: 'finding'; finding: Omit<Finding, 'foundAt'> }
  /** A distinct chunk was read and is good. */
  | { kind: 'chunk'; checksum: string }
  /** An object was read whole and is good; it has not been skipped. */
  | { kind: 'verified'; name: string; checksum: string; bytes: number }
  /** Bytes of an object that are good. */
  | { kind: 'bytes'; count: number }
  /** Only the progress changed. */
  | { kind: 'progress' }

export interface WalkOptions {
  source: ObjectSource
  scope: Scope
  /** Where an earlier walk of the same scope ended. */
  from?: WalkProgress
  seen: SeenChunks
  /** When these contents were verified, answer by answer, if that is recent enough to leave them out. */
  verifiedAt?: (checksums: readonly string[]) => Promise<(number | undefined)[]>
  signal: AbortSignal
  budgetBytes?: number
  parallel?: number
  onEvent: (event: WalkEvent, progress: WalkProgress) => void
}

/** Objects that may be done while one in front of them is not. */
const maxOpen = 10_000

/** A listing that is not in the order of names cannot be gone on with. */
export class ListingOrderError extends Error {
  override readonly name = 'ListingOrderError'
  readonly retryable = false
}

interface Entry {
  name: string
  /** Bytes found good so far. */
  bytes: number
  listed: number | undefined
  ended: { bytes: number; outcome: 'verified' | 'damaged' | 'gone' | 'skipped' } | undefined
}

/**
 * Verifies what a scope holds. Objects are read several at a time; the progress that counts goes by the order of names,
 * so a walk that was cut short goes on from its last progress without a gap.
 *
 * @returns the final progress.
 * @throws what stopped it: an abort, a service out of reach or without the job.
 */
export async function walk(options: WalkOptions): Promise<WalkProgress> {
  const { source, scope, verifiedAt, signal, onEvent } = options
  const progress: WalkProgress = { ...(options.from ?? atStart), aheadObjects: 0, aheadBytes: 0 }
  const from = progress.position
  /** What is listed and not yet passed by the position, in the order of names. */
  const open = new Map<string, Entry>()
  let room: PromiseWithResolvers<void> | undefined

  function add({ name, length }: ScopedObject): Entry {
    const entry: Entry = { name, bytes: 0, listed: length, ended: undefined }
    open.set(name, entry)
    return entry
  }

  function end(entry: Entry, ended: NonNullable<Entry['ended']>): void {
    entry.ended = ended
    progress.aheadObjects++
    for (const first of open.values()) {
      if (!first.ended) break
      open.delete(first.name)
      pass(first, first.ended)
    }
    room?.resolve()
  }

  function pass(entry: Entry, { bytes, outcome }: NonNullable<Entry['ended']>): void {
    progress.position = entry.name
    progress.aheadObjects--
    progress.aheadBytes -= entry.bytes
    if (outcome === 'gone') return
    progress.objects++
    progress.bytes += bytes
    if (outcome === 'skipped') progress.skippedObjects++
    if (outcome === 'damaged') {
      progress.damagedObjects++
      progress.damagedBytes += bytes
    }
  }

  async function* toRead(stop: AbortSignal): AsyncGenerator<ScopedObject> {
    let last = from
    const listed = withVerifiedAt(objectsOf(source, scope, from, stop), verifiedAt)
    for await (const { object, at } of listed) {
      if (object.name === from) continue
      if (last !== null && Buffer.compare(Buffer.from(object.name), Buffer.from(last)) <= 0)
        throw new ListingOrderError(`The service lists ${JSON.stringify(object.name)} behind ${JSON.stringify(last)}.`)
      last = object.name
      while (open.size >= maxOpen) {
        room = Promise.withResolvers()
        stop.addEventListener('abort', () => room?.resolve(), { once: true })
        await room.promise
        stop.throwIfAborted()
      }
      const entry = add(object)
      if (at === undefined) {
        yield object
        continue
      }
      progress.oldestAt = Math.min(progress.oldestAt ?? at, at)
      end(entry, { bytes: object.length ?? 0, outcome: 'skipped' })
      onEvent({ kind: 'progress' }, progress)
    }
  }

  function heed(event: VerifyEvent): void {
    if (event.kind === 'read') {
      progress.chunks++
      onEvent({ kind: 'chunk', checksum: event.checksum }, progress)
    } else if (event.kind === 'damaged') {
      onEvent({ kind: 'finding', finding: findingOf(event) }, progress)
    } else if (event.kind === 'bytes') {
      open.get(event.name)!.bytes += event.count
      progress.aheadBytes += event.count
      onEvent({ kind: 'bytes', count: event.count }, progress)
    } else {
      const { name, checksum, outcome } = event
      const entry = open.get(name)!
      const bytes = event.length ?? entry.listed ?? 0
      end(entry, { bytes, outcome })
      onEvent(outcome === 'verified' ? { kind: 'verified', name, checksum, bytes } : { kind: 'progress' }, progress)
    }
  }

  const { seen, budgetBytes, parallel } = options
  await verifyObjects(toRead, { signal, seen, budgetBytes, parallel, onEvent: heed })
  return progress
}

/** Objects asked about at once: a part of a listing's page. */
const askedAtOnce = 250

async function* withVerifiedAt(
  objects: AsyncIterable<ScopedObject>,
  verifiedAt: WalkOptions['verifiedAt'],
): AsyncGenerator<{ object: ScopedObject; at?: number | undefined }> {
  if (!verifiedAt) {
    for await (const object of objects) yield { object }
    return
  }
  let some: ScopedObject[] = []
  async function* asked() {
    const times = await verifiedAt!(some.map(({ checksum }) => checksum))
    for (const [i, object] of some.entries()) yield { object, at: times[i] }
    some = []
  }
  for await (const object of objects) if (some.push(object) === askedAtOnce) yield* asked()
  yield* asked()
}

/** In place of a chunk's index. */
export const listOfChunks = -1
export const metadata = -2

function findingOf(event: Extract<VerifyEvent, { kind: 'damaged' }>): Omit<Finding, 'foundAt'> {
  const { name, checksum, part, error } = event
  const finding = { object: name, objectChecksum: checksum, reason: error.message }
  if (part !== 'chunk')
    return { ...finding, chunkIndex: part === 'list' ? listOfChunks : metadata, chunkOffset: null, checksum: null }
  const chunk = error as ChunkVerificationError | ChunkFetchError
  return { ...finding, chunkIndex: chunk.index, chunkOffset: chunk.offset, checksum: chunk.checksum }
}
