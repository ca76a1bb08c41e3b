import type { IndexReads, ObjectRecord } from '../index-store.ts'
import type { ChunkStore } from '../ports.ts'
import { existingObject } from './existing-object.ts'
import { type JobEvent, type ObjectEvent, parseRecord, voided } from './manifests.ts'

/**
 * Records tell of more than requests that were under way: the index is not the one last used with these records. A
 * record is only written of what the index knows, so nothing that is unfinished is built upon.
 */
export class IndexBehindError extends Error {
  override readonly name = 'IndexBehindError'
}

type Index = Pick<IndexReads, 'job' | 'jobsKnown' | 'objects' | 'versionsAlive'>
type Put = Extract<ObjectEvent, { event: 'put' }>

/** What became of a name in a job. Without `put`: it was removed. */
interface Change {
  sequence: number
  job: string
  name: string
  put?: Pick<Put, 'at' | 'checksum' | 'metadata' | 'blob'>
}

/**
 * Compares the newest records with the index. Of requests that were under way when the process ended there may be a
 * record and no row, and of those that failed while the disk took no void. A sound index is right: nobody was told that
 * such a request had been done. What later records of the same object make meaningless is left alone.
 *
 * @param from records below this sequence are settled.
 * @returns the sequences to be made void, ascending: such records, and voids of what is in the index after all.
 * @throws {IndexBehindError} the index is an older one.
 */
export async function unfinishedRecords(
  { index, chunks }: { index: Index; chunks: Pick<ChunkStore, 'manifestsFrom'> },
  from: number,
): Promise<number[]> {
  const { voids, jobs, changes } = await recordsFrom(chunks, from)
  const isVoid = voided(voids)
  const ends = new Map<string, number>()
  for (const { sequence, event } of jobs)
    if ((event.event === 'commit' || event.event === 'abort') && !isVoid.has(sequence)) ends.set(event.job, sequence)
  const wrong: number[] = []
  function settle(sequence: number, isEntered: boolean): void {
    if (!isEntered && !isVoid.has(sequence)) wrong.push(sequence)
    if (isEntered && isVoid.has(sequence))
      for (const other of voids) if (other.of === sequence && !isVoid.has(other.sequence)) wrong.push(other.sequence)
  }

  /** A job is written to once the index has its start. */
  async function requireKnown(job: string, sequences: number[]): Promise<void> {
    if (sequences.every((sequence) => isVoid.has(sequence)) || (await index.jobsKnown([job]))[0]) return
    throw new IndexBehindError(`The index does not know job ${job}, which was written to`)
  }

  for (const { sequence, event } of jobs) {
    if (event.event !== 'start') await requireKnown(event.job, [sequence])
    settle(sequence, await isEntered(index, event))
  }
  for (const ofName of changes.values()) {
    const { job: jobId, name } = ofName[0]!
    const sequences = ofName.map(({ sequence }) => sequence)
    await requireKnown(jobId, sequences)
    const job = await index.job(jobId)
    if (!job || job.state === 'ABORTED') continue // nothing that was written to it is shown
    const shown = await existingObject(index, jobId, name)
    for (const change of ofName.toSorted((a, b) => b.sequence - a.sequence)) {
      const isCurrent = change.put ? await isOf(index, shown, change) : shown === undefined
      // A job ends when all that was being written to it is entered or void.
      if (!isCurrent && !isVoid.has(change.sequence) && ends.get(jobId)! > change.sequence)
        throw new IndexBehindError(`The index lacks an object of job ${jobId}, which ended afterwards`)
      settle(change.sequence, isCurrent)
      if (isCurrent) break
    }
  }
  return wrong.sort((a, b) => a - b)
}

async function recordsFrom(chunks: Pick<ChunkStore, 'manifestsFrom'>, from: number) {
  const voids: { sequence: number; of: number }[] = []
  const jobs: { sequence: number; event: JobEvent }[] = []
  const changes = new Map<string, Change[]>()
  const seen = new Set<number>()
  for await (const { sequence, json } of chunks.manifestsFrom(from)) {
    if (seen.has(sequence)) continue // a copy
    seen.add(sequence)
    const record = parseRecord(json)
    if (record.kind !== 'known') continue
    const { event } = record
    if (event.event === 'void') voids.push({ sequence, of: event.of })
    else if (!('name' in event)) jobs.push({ sequence, event })
    else if (event.event !== 'chunks') {
      const { job, name } = event
      const key = JSON.stringify([job, name])
      const put = event.event === 'put' ? factsOf(event) : undefined
      changes.set(key, [...(changes.get(key) ?? []), { sequence, job, name, put }])
    }
  }
  return { voids, jobs, changes }
}

/** Without the digests, of which there may be very many. */
const factsOf = ({ at, checksum, metadata, blob }: Put) => ({ at, checksum, metadata, blob })

async function isEntered(index: Index, event: JobEvent): Promise<boolean> {
  const job = await index.job(event.job)
  const [isKnown] = await index.jobsKnown([event.job])
  const isDeleted = isKnown && !job
  switch (event.event) {
    case 'start':
      return isKnown!
    case 'delete':
      return isDeleted!
    case 'commit':
      return isDeleted || (job?.state === 'COMPLETED' && job.endedAt === event.at)
    case 'confirm':
      return isDeleted || job?.warningConfirmedAt === event.at
    case 'abort':
      return job?.state === 'ABORTED' && job.endedAt === event.at && job.abortCause === event.cause
  }
}

async function isOf(index: Index, shown: ObjectRecord | undefined, { job, name, put }: Change): Promise<boolean> {
  const isSame =
    shown !== undefined &&
    shown.createdAt === put!.at &&
    shown.checksum === put!.checksum &&
    shown.metadata === put!.metadata &&
    shown.blob?.checksum === put!.blob?.checksum
  // An inherited version may be the same.
  return isSame && (await index.versionsAlive([{ jobId: job, name, createdAt: put!.at }]))[0]!
}
