/**
 * The records beside the chunks from which the index can be rebuilt. All are JSON with `v: 1`; `at` is in milliseconds
 * since the epoch. They are durable before the index commits what they tell. The index is asked in the same turn
 * (turns.ts), so none tells of something that was then refused, and records of one name follow one another as its rows do,
 * all of them before the record that ends their job. What the index then failed to enter is made void, at once
 * (records.ts) or at the next start (unfinished.ts). Stores written by older versions have records of what failed, of
 * refused starts and of objects behind the end of their job. A rebuild reads them in their sequence and goes by these
 * rules:
 *
 * - `void`: the record of this sequence does not count, as if it had not been written; nor does a void that is void.
 * - job `start`: counts with `replaces`, which says that the index was asked before; without it only once another record
 *   names the job (a refused start is never heard of again: compaction lets go of it). It ends a job of the same
 *   timeline that has no end yet, as an abort; where it `replaces` none, a job that no other record names never was.
 *   Nor was one that no other record names where the job it `replaces` is heard of afterwards or replaced by a later
 *   start, or where its token starts a later job.
 *   Numbers in a timeline follow the order of the starts.
 * - job `commit`, `abort`: the last one of a job counts; a commit not where a later start `replaces` the job.
 * - job `delete`: takes away a job that has ended. The interval rules of the index apply.
 * - job `confirm`: the first one of a job counts, where its commit had a warning.
 * - object `put`: `digests` holds the raw SHA-256 of all chunks in order, `lengths` their lengths as runs [length,
 *   count]. Objects with more than {@link PART} chunks have these in `chunks` records before the put, same job, name and
 *   time, `first` upwards. A put counts when its SUMMARY fits. Where a chunk of it is not in the store, the object is
 *   listed all the same: it reads as damaged, and the same bytes stored again heal it.
 * - object `remove`: the name leaves the job.
 * - object records behind the end of their job do not count.
 *
 * Records of versions that no job shows may be gone. So what a job counted is told by its end ({@link Tally}).
 */
import type { AbortCause } from '../index-store.ts'
import type { ManifestRecord, Sha256 } from '../ports.ts'

/** Chunks to a record: about 4.5 MB of JSON. */
export const PART = 100_000

/** What a job came to: its objects, inherited ones included, their bytes, and the bytes it was the first to bring. */
export interface Tally {
  objects: number
  bytes: number
  newBytes: number
}

interface Fact {
  v: 1
  job: string
  at: number
}

export type JobEvent = Fact &
  (
    | {
        event: 'start'
        vault: string
        resourceArn: string
        resourceType: string
        roleArn: string
        token?: string
        takeOver: boolean
        resumable?: true
        /** The running job that this one took the place of. Absent: written before this was kept. */
        replaces?: ({ job: string; lapsed: boolean } & Tally) | null
      }
    /** Without a tally: written before these were kept. */
    | ({ event: 'commit'; warning?: string; details?: string } & Partial<Tally>)
    | { event: 'confirm' | 'delete' }
    /** Without a cause: written before causes were kept. */
    | ({ event: 'abort'; cause?: AbortCause; reason: string } & Partial<Tally>)
  )

interface ChunkRuns {
  digests: string
  lengths: [length: number, count: number][]
}

export type ObjectEvent = Fact & { name: string } & (
    | ({
        event: 'put'
        checksum: Sha256
        length: number
        chunkCount: number
        metadata?: string
        blob?: { checksum: Sha256; length: number }
      } & Partial<ChunkRuns>)
    | ({ event: 'chunks'; first: number } & ChunkRuns)
    | { event: 'remove' }
  )

/** Another record, or another void, does not count. */
export interface VoidEvent {
  v: 1
  event: 'void'
  /** Its sequence. */
  of: number
  at: number
}

export type RecordedEvent = JobEvent | ObjectEvent | VoidEvent

const events: readonly string[] = [
  'start',
  'commit',
  'abort',
  'confirm',
  'delete',
  'put',
  'chunks',
  'remove',
  'void',
] satisfies RecordedEvent['event'][]

/** A record as it was read. `newer`: of a format or kind that this version does not know, named by `what`. */
export type ParsedRecord =
  | { kind: 'known'; event: RecordedEvent }
  | { kind: 'newer'; what: string }
  | { kind: 'broken' }

export function parseRecord(json: string): ParsedRecord {
  try {
    const value = JSON.parse(json)
    const { v, event, job } = value
    if (v > 1) return { kind: 'newer', what: `format ${v}` }
    if (v !== 1 || typeof event !== 'string') return { kind: 'broken' }
    if (!events.includes(event)) return { kind: 'newer', what: `kind ${JSON.stringify(event)}` }
    return event === 'void' || typeof job === 'string' ? { kind: 'known', event: value } : { kind: 'broken' }
  } catch {
    return { kind: 'broken' }
  }
}

/** The sequences that do not count. A void is later than what it is about, and may be made void itself. */
export function voided(voids: Iterable<{ sequence: number; of: number }>): Set<number> {
  const found = new Set<number>()
  for (const { sequence, of } of [...voids].sort((a, b) => b.sequence - a.sequence))
    if (!found.has(sequence)) found.add(of)
  return found
}

export interface ObjectFacts {
  job: string
  at: number
  name: string
  checksum: Sha256
  metadata?: string
  blob?: { checksum: Sha256; length: number }
}

/** Gathers an object's chunks in index order, then tells its records. */
export class ObjectManifest {
  #digests: Buffer[] = []
  #lengths: [number, number][] = []
  #parts: ChunkRuns[] = []
  chunkCount = 0
  length = 0

  add(chunk: { checksum: Sha256; length: number }): void {
    if (this.#digests.length === PART) this.#cut()
    this.#digests.push(Buffer.from(chunk.checksum, 'base64'))
    const run = this.#lengths.at(-1)
    if (run?.[0] === chunk.length) run[1] += 1
    else this.#lengths.push([chunk.length, 1])
    this.chunkCount += 1
    this.length += chunk.length
  }

  /** In the order in which they must be appended. */
  records({ job, at, name, ...facts }: ObjectFacts): ManifestRecord[] {
    const common = { v: 1, job, at, name } as const
    const put = { ...common, event: 'put', ...facts, chunkCount: this.chunkCount, length: this.length } as const
    if (this.#parts.length === 0) return [objectRecord({ ...put, ...this.#run() })]
    this.#cut()
    const parts = this.#parts.map((part, i) => objectRecord({ ...common, event: 'chunks', first: i * PART, ...part }))
    return [...parts, objectRecord(put)]
  }

  #run(): ChunkRuns {
    return { digests: Buffer.concat(this.#digests).toString('base64'), lengths: this.#lengths }
  }

  #cut(): void {
    this.#parts.push(this.#run())
    this.#digests = []
    this.#lengths = []
  }
}

export const objectRecord = (event: ObjectEvent): ManifestRecord => ({ kind: 'object', json: JSON.stringify(event) })
export const jobRecord = (event: JobEvent | VoidEvent): ManifestRecord => ({ kind: 'job', json: JSON.stringify(event) })
