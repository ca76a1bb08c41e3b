import type { Database } from 'better-sqlite3'
import { sql } from 'kysely'
import type { ChunkUse, ChunkUseCursor, ChunkUseReads } from '../../../chunk-uses.ts'
import { packIds, unpackIds } from '../chunk-list.ts'
import { digest } from '../rows.ts'
import { prepare } from '../statements.ts'

/** Chunk lists looked through in one call: well below a millisecond for small objects, 20 ms for the longest lists. */
const SCAN = 2_000

/** Jobs of a version that are named, and versions of a name that are looked at. */
const NAMED = 50

interface VersionRow {
  id: number
  timeline: number
  name: string
  added: number
  removed: number | null
  checksum: Buffer
  length: number
  created_at: number
}

const versionColumns = ['id', 'timeline', 'name', 'added', 'removed', 'checksum', 'length', 'created_at'] as const

/**
 * From a chunk to its objects. There is no table for that: it would cost every write of every chunk, for a question that
 * is asked when a chunk is damaged. Chunk lists are looked through instead, newest objects first.
 */
export function createChunkUseReads(db: Database) {
  const chunk = prepare<{ checksum: Buffer }, { id: number; refs: number }>(db, (q, p) =>
    q.selectFrom('chunk').select(['id', 'refs']).where('checksum', '=', p.checksum),
  )
  // `instr` also finds the id across two others: what it lets through is looked at again.
  const objectsWith = prepare<{ object: number; first: number; id: Buffer; limit: number }, { object: number }>(
    db,
    (q, p) =>
      q
        .selectFrom(
          q
            .selectFrom('chunk_list')
            .select(['object', 'first', 'chunks'])
            .where((e) => e(e.refTuple('object', 'first'), '<', e.tuple(p.object, p.first)))
            .orderBy('object', 'desc')
            .orderBy('first', 'desc')
            .limit(SCAN)
            .as('seen'),
        )
        .select('object')
        .distinct()
        .where(sql<number>`instr(chunks, ${p.id})`, '>', 0)
        .orderBy('object', 'desc')
        .limit(p.limit),
  )
  const lastSeen = prepare<{ object: number; first: number }, { object: number; first: number }>(db, (q, p) =>
    q
      .selectFrom('chunk_list')
      .select(['object', 'first'])
      .where((e) => e(e.refTuple('object', 'first'), '<', e.tuple(p.object, p.first)))
      .orderBy('object', 'desc')
      .orderBy('first', 'desc')
      .limit(1)
      .offset(SCAN - 1),
  )
  const listsWith = prepare<{ object: number; id: Buffer }, { first: number; chunks: Buffer }>(db, (q, p) =>
    q
      .selectFrom('chunk_list')
      .select(['first', 'chunks'])
      .where('object', '=', p.object)
      .where(sql<number>`instr(chunks, ${p.id})`, '>', 0)
      .orderBy('first'),
  )
  const lists = prepare<{ object: number }, { chunks: Buffer }>(db, (q, p) =>
    q.selectFrom('chunk_list').select('chunks').where('object', '=', p.object),
  )
  const objectsWithBlob = prepare<{ id: number; object: number; limit: number }, { object: number }>(db, (q, p) =>
    q
      .selectFrom('object')
      .select('id as object')
      .where('blob', '=', p.id)
      .where('id', '<', p.object)
      .orderBy('id', 'desc')
      .limit(p.limit),
  )
  const version = prepare<{ id: number }, VersionRow>(db, (q, p) =>
    q.selectFrom('object').select(versionColumns).where('id', '=', p.id),
  )
  const namesakes = prepare<{ timeline: number; name: string }, VersionRow & { blob: number | null }>(db, (q, p) => {
    const part = (removed: 'is' | 'is not') =>
      q
        .selectFrom('object')
        .select([...versionColumns, 'blob'])
        .where('timeline', '=', p.timeline)
        .where('name', '=', p.name)
        .where('removed', removed, null)
    return part('is').unionAll(part('is not')).orderBy('added', 'desc').limit(NAMED)
  })
  const jobsOf = prepare<{ timeline: number; added: number; end: number }, { id: string; created_at: number }>(
    db,
    (q, p) =>
      q
        .selectFrom('job')
        .select(['id', 'created_at'])
        .where('timeline', '=', p.timeline)
        .where('number', '>=', p.added)
        .where('number', '<', p.end)
        .where('state', '<>', 'ABORTED')
        .orderBy('number', 'desc'),
  )

  const timelineOf = prepare<{ id: number }, { vault: string; resourceArn: string }>(db, (q, p) =>
    q.selectFrom('timeline').select(['vault', 'resource_arn as resourceArn']).where('id', '=', p.id),
  )

  const jobsWith = ({ timeline, added, removed }: VersionRow) =>
    jobsOf.all({ timeline, added, end: removed ?? Number.MAX_SAFE_INTEGER })

  function use(object: number, index: number, count: number): ChunkUse[] {
    const row = version.get({ id: object })
    const showing = row ? jobsWith(row) : []
    const [last] = showing
    const timeline = row && timelineOf.get({ id: row.timeline })
    if (!row || !last || !timeline) return []
    const { id: objectId, name, length, created_at: createdAt } = row
    const checksum = row.checksum.toString('base64')
    const jobs = {
      jobIds: showing.slice(0, NAMED).map((job) => job.id),
      jobCount: showing.length,
      firstJobAt: showing.at(-1)!.created_at,
      ...(row.removed !== null && { lastJobAt: last.created_at }),
    }
    return [{ objectId, name, checksum, length, createdAt, index, count, ...jobs, ...timeline }]
  }

  /** Where in an object's content the chunk is. */
  function places(object: number, id: number): { index: number; count: number } {
    const found = { index: -1, count: 0 }
    for (const { first, chunks } of listsWith.all({ object, id: packIds([id]) })) {
      for (const [at, other] of unpackIds(chunks).entries()) {
        if (other !== id) continue
        if (found.count === 0) found.index = first + at
        found.count++
      }
    }
    return found
  }

  function inContent(id: number, cursor: ChunkUseCursor, limit: number) {
    const { object, first } = cursor
    const uses: ChunkUse[] = []
    const objects = objectsWith.all({ object, first, id: packIds([id]), limit: limit + 1 })
    let { seen } = cursor
    for (const { object } of objects.slice(0, limit)) {
      const { index, count } = places(object, id)
      seen += count
      if (count > 0) uses.push(...use(object, index, count))
    }
    const place =
      objects.length > limit ? { object: objects[limit - 1]!.object, first: 0 } : lastSeen.get({ object, first })
    const next: ChunkUseCursor = place
      ? { ...cursor, ...place, seen }
      : { ...cursor, part: 'blob', object: Number.MAX_SAFE_INTEGER, first: 0, seen }
    return { uses, cursor: seen === cursor.refs ? undefined : next }
  }

  function inBlobs(id: number, cursor: ChunkUseCursor, limit: number) {
    const objects = objectsWithBlob.all({ id, object: cursor.object, limit: limit + 1 })
    const page = objects.slice(0, limit)
    const uses = page.flatMap(({ object }) => use(object, -1, 1))
    const last = objects.length > limit ? page.at(-1) : undefined
    return { uses, cursor: last && { ...cursor, object: last.object } }
  }

  // One snapshot for the statements of a read.
  const chunkUses = db.transaction(({ checksum, limit, cursor }: Parameters<ChunkUseReads['chunkUses']>[0]) => {
    const found = chunk.get({ checksum: digest(checksum) })
    if (!found) return { uses: [] }
    const { id, refs } = found
    const from = cursor ?? { part: 'content', object: Number.MAX_SAFE_INTEGER, first: 0, seen: 0, refs }
    // References that came or went meanwhile make the sum meaningless: then all is looked through.
    const counted = from.refs === refs ? from : { ...from, refs: -1 }
    return from.part === 'content' ? inContent(id, counted, limit) : inBlobs(id, counted, limit)
  })

  const intactVersion = db.transaction(({ objectId, without }: Parameters<ChunkUseReads['intactVersion']>[0]) => {
    const asked = version.get({ id: objectId })
    if (!asked) return undefined
    const bad = new Set(without.map((checksum) => chunk.get({ checksum: digest(checksum) })?.id))
    for (const row of namesakes.all({ timeline: asked.timeline, name: asked.name })) {
      if (row.id === objectId || (row.blob !== null && bad.has(row.blob))) continue
      const jobId = jobsWith(row)[0]?.id
      if (!jobId || lists.all({ object: row.id }).some(({ chunks }) => unpackIds(chunks).some((id) => bad.has(id))))
        continue
      return { jobId, checksum: row.checksum.toString('base64'), length: row.length, createdAt: row.created_at }
    }
    return undefined
  })

  return {
    chunkUses: async (query) => chunkUses(query),
    intactVersion: async (query) => intactVersion(query),
  } satisfies Omit<ChunkUseReads, 'sharedChunks'>
}
