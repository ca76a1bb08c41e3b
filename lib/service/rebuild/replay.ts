import { createHash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import type { JobEvent, ObjectEvent, Tally } from '../engine/manifests.ts'
import { LIST_SIZE, packIds } from '../index/sqlite/chunk-list.ts'
import { thawRole } from '../index/sqlite/migrations.ts'
import { digest, type JobRow } from '../index/sqlite/rows.ts'
import { createStartRule } from '../index/sqlite/start-rule.ts'
import { Refused } from '../index/sqlite/write/refuse.ts'
import { createWriteParts } from '../index/sqlite/write/writes.ts'
import type { ChunkExpectation } from '../ports.ts'

type Event<Name> = Extract<JobEvent | ObjectEvent, { event: Name }>
type Put = Event<'put'>

interface Counted {
  objects: number
  bytes: number
}

/** A completed job that has less, or more, than it had when it was completed. */
export interface Shortfall extends Counted {
  job: string
  /** What its commit counted. */
  recorded: Counted
}

export interface ReplayFindings {
  /** Objects whose record does not fit together: it lacks a part, or its checksum is another one. */
  brokenPuts: { job: string; name: string }[]
  shortfalls: Shortfall[]
  /** Jobs that were completed and whose start is not recorded any more. */
  lostJobs: string[]
}

/** Records to a transaction: bounds what the index being made keeps in memory. */
const BATCH = 20_000

const DIGEST_BYTES = 32

/**
 * Lets the index's own writes happen once more, record by record in their sequence, by the rules in
 * `engine/manifests.ts`. Where chunks lie is settled afterwards.
 *
 * @param records a connection to the scratch database, for walking it.
 * @param lookup another one, for questions meanwhile.
 * @param db the index that is being made: schema, no rows.
 */
export function replay({ records, lookup, db }: { records: Database; lookup: Database; db: Database }): ReplayFindings {
  const { jobState, chunks, objects, jobs } = createWriteParts(db)
  const findings: ReplayFindings = { brokenPuts: [], shortfalls: [], lostJobs: [] }
  /** Chunks of objects too long for one record, until their put comes. */
  const parts = new Map<string, Event<'chunks'>[]>()
  let current: JobRow | undefined
  /** Objects of completed jobs, as their commits counted them. */
  const promised = new Map<string, Counted>()

  const heardOf = lookup.prepare<[string], number>("SELECT 1 FROM record WHERE job = ? AND event <> 'start'").pluck()
  const lastEnd = lookup
    .prepare<[string], number | null>("SELECT max(sequence) FROM record WHERE job = ? AND event IN ('commit', 'abort')")
    .pluck()
  const heardAfter = lookup
    .prepare<[string, number], number>('SELECT 1 FROM record WHERE job = ? AND sequence > ? LIMIT 1')
    .pluck()
  const replacedAt = lastReplacements(lookup)
  const holderOf = db.prepare<[string], string>("SELECT id FROM job WHERE token = ? AND state = 'RUNNING'").pluck()
  const startOf = createStartRule(db)
  const neverWas = [
    db.prepare('UPDATE timeline SET last_number = last_number - 1 WHERE id = (SELECT timeline FROM job WHERE id = ?)'),
    db.prepare('DELETE FROM job WHERE id = ?'),
  ] as const
  const count = db.prepare('UPDATE job SET object_count = @objects, byte_count = @bytes WHERE id = @job')
  const countNew = db.prepare('UPDATE job SET new_byte_count = @newBytes WHERE id = @job')
  const completed = db.prepare<[string], Counted>(
    "SELECT object_count AS objects, byte_count AS bytes FROM job WHERE id = ? AND state = 'COMPLETED'",
  )

  /**
   * A record is written before its row, which may then have failed. Such a start is known by what came afterwards: it is
   * never heard of again, while the job it says to have replaced goes on or is replaced by another one, or while its
   * token starts another job.
   */
  function start(sequence: number, event: Event<'start'>): void {
    const { job, at, replaces, vault, resourceArn, roleArn, resourceType, token } = event
    const { resumable = replaces === undefined && roleArn === thawRole } = event
    const isHeardOf = heardOf.get(job) !== undefined
    if (replaces === undefined && !isHeardOf) return
    if (replaces && !isHeardOf)
      if (heardAfter.get(replaces.job, sequence) !== undefined || replacedAt.get(replaces.job)! > sequence) return
    const holder = token === undefined || replaces === undefined ? undefined : holderOf.get(token)
    if (holder !== undefined && holder !== job && heardOf.get(holder) === undefined)
      for (const statement of neverWas) statement.run(holder)
    const facts = { jobId: job, vault, resourceArn, resourceType, roleArn, token, resumable, takeOver: true, now: at }
    const found = startOf(facts)
    const undone = found.kind === 'new' ? found.undone : undefined
    if (undone && replaces === null && heardOf.get(undone.jobId) === undefined)
      for (const statement of neverWas) statement.run(undone.jobId)
    else if (undone) {
      const lapsed = replaces ? replaces.lapsed : !event.takeOver || undone.lapsed
      jobs.replaceJob({ jobId: undone.jobId, by: job, lapsed, now: at })
      if (replaces) tally({ ...replaces, job: undone.jobId })
    }
    jobs.createJob(facts)
  }

  function tally({ job, objects, bytes, newBytes }: { job: string } & Partial<Tally>): void {
    if (objects !== undefined && bytes !== undefined) count.run({ job, objects, bytes })
    if (newBytes !== undefined) countNew.run({ job, newBytes })
  }

  function commit(sequence: number, { job, at, warning, details, objects, bytes, newBytes }: Event<'commit'>): void {
    if ((replacedAt.get(job) ?? -1) > sequence) return // nothing takes the place of a job that was completed
    jobs.commitJob({ jobId: job, abandon: true, warning, details, now: at })
    if (objects !== undefined && bytes !== undefined) promised.set(job, { objects, bytes })
    tally({ job, newBytes })
  }

  /** Asked for every object; only records of jobs change the answer. */
  function runningJob(id: string): JobRow {
    if (current?.id !== id) current = jobState.running(id)
    return current
  }

  function put(event: Put): void {
    const { job: jobId, name, at, metadata, blob } = event
    const job = runningJob(jobId)
    const content = contentOf(event, takeParts(event))
    if (!content) {
      findings.brokenPuts.push({ job: jobId, name })
      return
    }
    let added = 0
    let ids: number[] = []
    const lists: { first: number; chunks: Buffer }[] = []
    const cut = (end: number) => {
      if (ids.length > 0) lists.push({ first: end - ids.length, chunks: packIds(ids) })
      ids = []
    }
    let index = 0
    for (const chunk of content) {
      const row = chunks.refer({ chunk: { ...chunk, location: { kind: 'file' } }, written: false })
      added += row.added
      ids.push(row.id)
      index++
      if (ids.length === LIST_SIZE) cut(index)
    }
    cut(index)
    const { checksum, length, chunkCount } = event
    const stored = blob && { chunk: { ...blob, location: { kind: 'file' as const } }, written: false }
    const facts = { name, checksum: digest(checksum), length, chunkCount, lists, metadata, blob: stored, now: at }
    objects.replace(job, facts, added)
  }

  function takeParts({ job, name, digests }: Put): Event<'chunks'>[] {
    if (digests !== undefined) return []
    const key = partsKey({ job, name })
    const found = parts.get(key) ?? []
    parts.delete(key)
    return found
  }

  function apply(sequence: number, event: JobEvent | ObjectEvent): unknown {
    if (!('name' in event)) current = undefined
    switch (event.event) {
      case 'start':
        return start(sequence, event)
      case 'put':
        return put(event)
      case 'chunks': {
        const key = partsKey(event)
        const before = event.first === 0 ? [] : (parts.get(key) ?? [])
        return parts.set(key, [...before, event])
      }
      case 'remove':
        return objects.deleteObject({ jobId: event.job, name: event.name, now: event.at })
      case 'commit':
        return lastEnd.get(event.job) === sequence ? commit(sequence, event) : undefined
      case 'abort': {
        if (lastEnd.get(event.job) !== sequence) return undefined
        const { job, at, cause, reason } = event
        jobs.abortJob({ jobId: job, cause: cause ?? null, reason, now: at })
        return tally(event)
      }
      case 'confirm':
        return jobs.confirmJob({ jobId: event.job, now: event.at })
      case 'delete':
        return jobs.deleteJob({ jobId: event.job, reason: 'Its recovery point was deleted', now: event.at })
    }
  }

  let pending = 0
  db.exec('BEGIN')
  const all = records.prepare<[], { sequence: number; json: string }>(
    'SELECT sequence, json FROM record ORDER BY sequence',
  )
  for (const { sequence, json } of all.iterate()) {
    const event: JobEvent | ObjectEvent = JSON.parse(json)
    try {
      apply(sequence, event)
    } catch (error) {
      // It told of something that the index had refused as well.
      if (!(error instanceof Refused)) throw error
      if (event.event === 'commit' && error.refusal.reason === 'job-unknown') findings.lostJobs.push(event.job)
    }
    if (++pending < BATCH) continue
    pending = 0
    db.exec('COMMIT; BEGIN')
  }
  db.exec('COMMIT')
  for (const [job, recorded] of promised) {
    const { objects, bytes } = completed.get(job) ?? recorded // deleted since: its records may be gone
    if (objects !== recorded.objects || bytes !== recorded.bytes)
      findings.shortfalls.push({ job, objects, bytes, recorded })
  }
  return findings
}

/** When each job was last said to have been replaced, by the sequence of that start. */
function lastReplacements(records: Database): Map<string, number> {
  const found = new Map<string, number>()
  const starts = records.prepare<[], { sequence: number; json: string }>(
    "SELECT sequence, json FROM record WHERE event = 'start' ORDER BY sequence",
  )
  for (const { sequence, json } of starts.iterate()) {
    const { replaces } = JSON.parse(json) as Event<'start'>
    if (replaces) found.set(replaces.job, sequence)
  }
  return found
}

const partsKey = ({ job, name }: { job: string; name: string }) => `${job}\0${name}`

/** The chunks in order; undefined where the record does not fit together. */
function contentOf(put: Put, parts: Event<'chunks'>[]): ChunkExpectation[] | undefined {
  const runs = put.digests === undefined ? parts : [{ first: 0, digests: put.digests, lengths: put.lengths ?? [] }]
  const summary = createHash('sha256')
  const chunks: ChunkExpectation[] = []
  let bytes = 0
  for (const { first, digests, lengths } of runs) {
    if (first !== chunks.length) return undefined
    const raw = Buffer.from(digests, 'base64')
    summary.update(raw)
    let at = 0
    for (const [length, count] of lengths)
      for (let i = 0; i < count; i++, at += DIGEST_BYTES) {
        chunks.push({ checksum: raw.toString('base64', at, at + DIGEST_BYTES), length })
        bytes += length
      }
    if (at !== raw.length) return undefined
  }
  const fits = chunks.length === put.chunkCount && bytes === put.length && summary.digest('base64') === put.checksum
  return fits ? chunks : undefined
}
