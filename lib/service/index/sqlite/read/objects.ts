import type { Database } from 'better-sqlite3'
import type { Kysely, RawBuilder } from 'kysely'
import { contradiction } from '../../../index-health.ts'
import type { IndexedChunk, IndexReads, ObjectCursor, ObjectQuery, VersionQuery } from '../../../index-store.ts'
import type { ChunkRecord } from '../../../ports.ts'
import { ID_BYTES, unpackIds } from '../chunk-list.ts'
import { type ChunkRow, chunkColumns, type ObjectRow, toChunk, toObject } from '../rows.ts'
import type { Schema } from '../schema.ts'
import { prepare } from '../statements.ts'
import type { JobReads, JobScope } from './jobs.ts'
import { END_OF_NAMES, endOfPrefix } from './names.ts'

/** Rows a page may pass before it ends early: some milliseconds of an event loop that others wait for. */
const SCAN = 20_000

/** Behind every version of a name. */
const LAST_VERSION = Number.MAX_SAFE_INTEGER

interface Scan extends Record<string, string | number> {
  timeline: number
  name: string
  added: number
  end: string
  scan: number
}

interface Filter extends Scan {
  number: number
  after: number
  before: number
  limit: number
}

type Q = Kysely<Schema>
type P = { [K in keyof Scan]: RawBuilder<Scan[K]> }

function versions(q: Q, p: P, removed: 'is' | 'is not') {
  return q
    .selectFrom('object')
    .select(['id', 'name', 'added', 'removed', 'created_at'])
    .where('timeline', '=', p.timeline)
    .where('removed', removed, null)
    .where((e) => e(e.refTuple('name', 'added'), '>', e.tuple(p.name, p.added)))
    .where('name', '<', p.end)
}

/** Live rows in name order: all that the newest job has. */
const live = (q: Q, p: P) => versions(q, p, 'is').orderBy('name').orderBy('added').limit(p.scan)

/** Live and closed rows merged in name order. */
const all = (q: Q, p: P) =>
  versions(q, p, 'is')
    .unionAll(versions(q, p, 'is not'))
    .orderBy('name')
    .orderBy('added')
    .limit(p.scan)

/**
 * Listings. The inner query walks a covering index and is cut after SCAN rows; the outer one filters and stops at the
 * page's end. SQLite runs the inner one as a co-routine, so a page costs what it walks, not what it might.
 */
function createListing(db: Database, source: typeof live | typeof all) {
  const page = prepare<Filter, ObjectRow>(db, (q, p) =>
    q
      .selectFrom(source(q, p as P).as('seen'))
      .crossJoin('object')
      .selectAll('object')
      .whereRef('object.id', '=', 'seen.id')
      .where('seen.added', '<=', p.number)
      .where((e) => e.or([e('seen.removed', 'is', null), e('seen.removed', '>', p.number)]))
      .where('seen.created_at', '>=', p.after)
      .where('seen.created_at', '<', p.before)
      .orderBy('seen.name')
      .orderBy('seen.added')
      .limit(p.limit),
  )
  const lastSeen = prepare<Scan & { skip: number }, { name: string; added: number }>(db, (q, p) =>
    q
      .selectFrom(source(q, p as P).as('seen'))
      .select(['seen.name', 'seen.added'])
      .limit(1)
      .offset(p.skip),
  )
  return { page, lastSeen }
}

export function createObjectReads(db: Database, scope: JobReads['scope']) {
  const ofHead = createListing(db, live)
  const ofAny = createListing(db, all)
  const byId = prepare<{ id: number }, ObjectRow>(db, (q, p) =>
    q.selectFrom('object').selectAll().where('id', '=', p.id),
  )
  const validity = prepare<{ id: number }, Pick<ObjectRow, 'timeline' | 'added' | 'removed'>>(db, (q, p) =>
    q.selectFrom('object').select(['timeline', 'added', 'removed']).where('id', '=', p.id),
  )
  const chunkById = prepare<{ id: number }, ChunkRow>(db, (q, p) =>
    q.selectFrom('chunk').select(chunkColumns).where('id', '=', p.id),
  )
  const listAt = prepare<{ object: number; from: number }, { first: number; chunks: Buffer }>(db, (q, p) =>
    q
      .selectFrom('chunk_list')
      .select(['first', 'chunks'])
      .where('object', '=', p.object)
      .where('first', '<=', p.from)
      .orderBy('first', 'desc')
      .limit(1),
  )
  const closedAlive = prepare<{ job: string; name: string; createdAt: number }, { id: number }>(db, (q, p) =>
    q
      .selectFrom(
        q
          .selectFrom('job')
          .select(['id', 'timeline', 'number'])
          .unionAll(q.selectFrom('deleted_job').select(['id', 'timeline', 'number']))
          .as('writer'),
      )
      .innerJoin('object', (join) =>
        join.onRef('object.timeline', '=', 'writer.timeline').onRef('object.added', '=', 'writer.number'),
      )
      .select('object.id')
      .where('writer.id', '=', p.job)
      .where('object.name', '=', p.name)
      .where('object.created_at', '=', p.createdAt)
      .limit(1),
  )

  function visible({ jobId, objectId }: VersionQuery): ObjectRow | undefined {
    const job = scope(jobId)
    const row = job && byId.get({ id: objectId })
    return row && isIn(job, row) ? row : undefined
  }

  function isIn(
    job: JobScope,
    { timeline, added, removed }: Pick<ObjectRow, 'timeline' | 'added' | 'removed'>,
  ): boolean {
    if (timeline !== job.timeline || added > job.number) return false
    return removed === null || removed > job.number
  }

  function chunkOf(id: number): ChunkRow {
    const row = chunkById.get({ id })
    if (!row) throw contradiction(`Chunk ${id} is referred to and has no row`)
    return row
  }

  const toRecord = (row: ObjectRow) => toObject(row, row.blob === null ? undefined : chunkOf(row.blob))

  function list(job: JobScope, query: ObjectQuery) {
    const { page, lastSeen } = job.number === job.head ? ofHead : ofAny
    const from = query.cursor ?? firstPlace(query)
    const scan: Scan = {
      timeline: job.timeline,
      ...from,
      end: query.prefix ? endOfPrefix(query.prefix) : END_OF_NAMES,
      scan: SCAN,
    }
    const rows = page.all({
      ...scan,
      number: job.number,
      after: query.createdAfter ?? 0,
      before: query.createdBefore ?? Number.MAX_SAFE_INTEGER,
      limit: query.limit + 1,
    })
    const objects = rows.slice(0, query.limit)
    const last = objects.at(-1)
    if (rows.length > objects.length) return { objects, cursor: last && { name: last.name, added: LAST_VERSION } }
    return { objects, cursor: lastSeen.get({ ...scan, skip: SCAN - 1 }) }
  }

  // One snapshot for the statements of a read.
  const objects = db.transaction((query: ObjectQuery) => {
    const job = scope(query.jobId)
    if (!job) return undefined
    const page = list(job, query)
    return { objects: page.objects.map(toRecord), cursor: page.cursor }
  })
  const object = db.transaction((query: VersionQuery) => {
    const row = visible(query)
    return row && toRecord(row)
  })
  const chunks = db.transaction(({ from, limit, ...version }: VersionQuery & { from: number; limit: number }) => {
    const row = visible(version)
    if (!row) return undefined
    const found: IndexedChunk[] = []
    for (let index = from; index < row.chunk_count && found.length < limit; ) {
      const list = listAt.get({ object: row.id, from: index })!
      const at = index - list.first
      const wanted = list.chunks.subarray(at * ID_BYTES, (at + limit - found.length) * ID_BYTES)
      for (const id of unpackIds(wanted)) {
        found.push({ index, chunk: toChunk(chunkOf(id)) })
        index += 1
      }
    }
    return found
  })
  function chunkAt(object: number, index: number): ChunkRecord | undefined {
    const list = listAt.get({ object, from: index })
    if (!list) return undefined
    const at = (index - list.first) * ID_BYTES
    const [id] = unpackIds(list.chunks.subarray(at, at + ID_BYTES))
    return id === undefined ? undefined : toChunk(chunkOf(id))
  }
  const firstChunks = db.transaction((objectIds: number[]) => objectIds.map((object) => chunkAt(object, 0)))
  const chunksAt = db.transaction(({ jobId, places }: Parameters<IndexReads['chunksAt']>[0]) => {
    const job = scope(jobId)
    return places.map(({ objectId, index }) => {
      const version = job && validity.get({ id: objectId })
      return version && isIn(job, version) ? chunkAt(objectId, index) : undefined
    })
  })

  return {
    objects: async (query) => objects(query),
    firstChunks: async (objectIds) => firstChunks(objectIds),
    object: async (query) => object(query),
    chunks: async (query) => chunks(query),
    chunksAt: async (query) => chunksAt(query),
    async versionsAlive(versions) {
      return versions.map(({ jobId, ...rest }) => closedAlive.get({ job: jobId, ...rest }) !== undefined)
    },
  } satisfies Partial<IndexReads>
}

function firstPlace({ start = '', prefix = '' }: ObjectQuery): ObjectCursor {
  const byBytes = Buffer.compare(Buffer.from(start), Buffer.from(prefix))
  return { name: byBytes > 0 ? start : prefix, added: 0 } // versions start at 1: the name itself is included
}
