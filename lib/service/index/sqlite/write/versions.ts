import type { Database } from 'better-sqlite3'
import { unpackIds } from '../chunk-list.ts'
import { prepare } from '../statements.ts'
import type { ChunkWrites } from './chunks.ts'

/** A version about to come into being. `lists` holds its chunk ids, packed, in order. */
export interface NewVersion {
  name: string
  createdAt: number
  checksum: Buffer
  length: number
  chunkCount: number
  metadata: string | null
  blob: number | null
  lists: { first: number; chunks: Buffer }[]
}

interface Place {
  timeline: number
  number: number
}

/** Rows freed in one go while a rule is applied; only bounds memory, the transaction is the caller's. */
const SLICE = 1000

/**
 * The interval rules: which object versions a timeline keeps as its jobs come and go. A version is valid for the job
 * numbers [added, removed).
 */
export function createVersionWrites(db: Database, chunks: ChunkWrites) {
  const live = prepare<
    { timeline: number; name: string },
    { id: number; added: number; length: number; checksum: Buffer; blob: number | null }
  >(db, (q, p) =>
    q
      .selectFrom('object')
      .select(['id', 'added', 'length', 'checksum', 'blob'])
      .where('timeline', '=', p.timeline)
      .where('name', '=', p.name)
      .where('removed', 'is', null),
  )
  const insert = prepare<
    {
      timeline: number
      name: string
      added: number
      createdAt: number
      checksum: Buffer
      length: number
      chunkCount: number
      metadata: string | null
      blob: number | null
    },
    never
  >(db, (q, p) =>
    q.insertInto('object').values({
      timeline: p.timeline,
      name: p.name,
      added: p.added,
      removed: null,
      created_at: p.createdAt,
      checksum: p.checksum,
      length: p.length,
      chunk_count: p.chunkCount,
      metadata: p.metadata,
      blob: p.blob,
    }),
  )
  const insertList = prepare<{ object: number; first: number; chunks: Buffer }, never>(db, (q, p) =>
    q.insertInto('chunk_list').values({ object: p.object, first: p.first, chunks: p.chunks }),
  )
  const lists = prepare<{ object: number }, { chunks: Buffer }>(db, (q, p) =>
    q.selectFrom('chunk_list').select('chunks').where('object', '=', p.object),
  )
  const close = prepare<{ id: number; number: number }, never>(db, (q, p) =>
    q.updateTable('object').set({ removed: p.number }).where('id', '=', p.id),
  )
  const keeper = prepare<{ timeline: number; added: number; number: number }, { number: number }>(db, (q, p) =>
    q
      .selectFrom('job')
      .select('number')
      .where('timeline', '=', p.timeline)
      .where('number', '>=', p.added)
      .where('number', '<', p.number)
      .where('state', '=', 'COMPLETED')
      .limit(1),
  )
  const remove = prepare<{ id: number }, never>(db, (q, p) => q.deleteFrom('object').where('id', '=', p.id))
  const addedAfter = prepare<{ timeline: number; number: number }, { id: number; blob: number | null }>(db, (q, p) =>
    q
      .selectFrom('object')
      .select(['id', 'blob'])
      .where('timeline', '=', p.timeline)
      .where('added', '>', p.number)
      .limit(SLICE),
  )
  const reopen = prepare<{ timeline: number; number: number }, never>(db, (q, p) =>
    q.updateTable('object').set({ removed: null }).where('timeline', '=', p.timeline).where('removed', '>', p.number),
  )
  // `removed > previous` follows from the rest; it is there for the index on (timeline, removed).
  const onlyBetween = prepare<
    { timeline: number; previous: number; next: number },
    { id: number; blob: number | null }
  >(db, (q, p) =>
    q
      .selectFrom('object')
      .select(['id', 'blob'])
      .where('timeline', '=', p.timeline)
      .where('removed', '>', p.previous)
      .where('removed', '<=', p.next)
      .where('added', '>', p.previous)
      .limit(SLICE),
  )

  function drop(rows: readonly { id: number; blob: number | null }[], now: number): void {
    const referred: number[] = []
    for (const { id, blob } of rows) {
      for (const list of lists.all({ object: id })) for (const chunk of unpackIds(list.chunks)) referred.push(chunk)
      if (blob !== null) referred.push(blob)
      remove.run({ id })
    }
    chunks.release(referred, now)
  }

  function dropAll(next: () => { id: number; blob: number | null }[], now: number): void {
    for (let rows = next(); rows.length > 0; rows = next()) drop(rows, now)
  }

  return {
    /** The version that is valid to this day. */
    live: (timeline: number, name: string) => live.get({ timeline, name }),

    /**
     * Takes the live version out of the job. It is closed where an earlier job has it; else it goes: the job's own, and
     * also one whose jobs were all deleted while this one ran, which no later deletion would find.
     *
     * @returns its length, or undefined where there was none.
     */
    end({ timeline, number }: Place, name: string, now: number): { length: number } | undefined {
      const found = live.get({ timeline, name })
      if (!found) return undefined
      if (keeper.get({ timeline, added: found.added, number })) close.run({ id: found.id, number })
      else drop([found], now)
      return { length: found.length }
    },

    add({ timeline, number }: Place, { lists, ...version }: NewVersion): void {
      const { lastInsertRowid: object } = insert.run({ timeline, added: number, ...version })
      for (const list of lists) insertList.run({ object, ...list })
    },

    /** The head goes: back to how `number`, the newest job that stays, left the timeline (0: none stays). */
    rewind({ timeline, number }: Place, now: number): void {
      dropAll(() => addedAfter.all({ timeline, number }), now)
      reopen.run({ timeline, number })
    },

    /** A job between `previous` (0: none) and `next` goes: what only it had is freed. */
    freeBetween(timeline: number, previous: number, next: number, now: number): void {
      dropAll(() => onlyBetween.all({ timeline, previous, next }), now)
    },
  }
}

export type VersionWrites = ReturnType<typeof createVersionWrites>
