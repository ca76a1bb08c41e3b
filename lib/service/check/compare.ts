import { createHash } from 'node:crypto'
import BetterSqlite3, { type Database } from 'better-sqlite3'
import { unpackIds } from '../index/sqlite/chunk-list.ts'

/** Rows that one index has and the other has not. */
export interface Difference {
  table: string
  side: 'first' | 'second'
  count: number
  /** The first of them, as JSON. */
  example: string
}

type Views = Record<string, (schema: string) => string>

/** Of the jobs that are there, the first whose number is not below: numbers of jobs that are gone mean nothing. */
const nearest = (schema: string, number: string) =>
  `(SELECT id FROM ${schema}.job j WHERE j.timeline = o.timeline AND j.number >= ${number} AND state <> 'ABORTED'
    ORDER BY number LIMIT 1)`

/** What backups consist of, as rows that mean the same in every index: no row ids, no order of arrival. */
export const backups: Views = {
  job: (s) =>
    `SELECT vault, resource_arn, j.id, created_at, ended_at, object_count, byte_count, warning, warning_confirmed_at
     FROM ${s}.job j JOIN ${s}.timeline t ON t.id = j.timeline WHERE state = 'COMPLETED'`,
  object: (s) =>
    `SELECT vault, resource_arn, name, ${nearest(s, 'o.added')} AS added, ${nearest(s, 'o.removed')} AS removed, created_at,
       hex(o.checksum) AS checksum, o.length, chunk_count, metadata, hex(b.checksum) AS blob, b.length AS blob_length
     FROM ${s}.object o JOIN ${s}.timeline t ON t.id = o.timeline LEFT JOIN ${s}.chunk b ON b.id = o.blob`,
  chunk: (s) =>
    `SELECT checksum, length, uses FROM (
       SELECT hex(checksum) AS checksum, length,
         refs - (SELECT count(*) FROM ${s}.upload_chunk u WHERE u.chunk = c.id) AS uses
       FROM ${s}.chunk c
     ) WHERE uses > 0`,
}

/**
 * All that a rebuild brings back, from records that say all. Left out is what it cannot know: open uploads, chunks nothing
 * refers to, and of a running job its lease and its new bytes, which uploads change without a record.
 */
export const everything: Views = {
  ...backups,
  timeline: (s) => `SELECT vault, resource_arn, resource_type, last_number FROM ${s}.timeline`,
  job: (s) =>
    `SELECT vault, resource_arn, number, j.id, state, status_message, abort_cause, role_arn, token, created_at, ended_at,
       object_count, byte_count, iif(state = 'RUNNING', NULL, new_byte_count) AS new_bytes, resumable, warning,
       warning_confirmed_at, details
     FROM ${s}.job j JOIN ${s}.timeline t ON t.id = j.timeline`,
  'order of jobs': (s) => `SELECT id, lag(id) OVER (PARTITION BY timeline ORDER BY seq) AS before FROM ${s}.job`,
  deleted_job: (s) =>
    `SELECT vault, resource_arn, number, d.id FROM ${s}.deleted_job d JOIN ${s}.timeline t ON t.id = d.timeline`,
}

/** Compares what two indexes know, row by row. The databases are only read. */
export function compareIndexes(first: string, second: string, views: Views): Difference[] {
  const db = new BetterSqlite3(first, { readonly: true })
  try {
    db.prepare('ATTACH ? AS other').run(second)
    return Object.entries(views).flatMap(([table, view]) => [
      ...surplus(db, { table, side: 'first' }, view('main'), view('other')),
      ...surplus(db, { table, side: 'second' }, view('other'), view('main')),
    ])
  } finally {
    db.close()
  }
}

function surplus(db: Database, about: Pick<Difference, 'table' | 'side'>, of: string, over: string): Difference[] {
  const rows = db.prepare<[], object>(`${of} EXCEPT ${over}`)
  let count = 0
  let example = ''
  for (const row of rows.iterate()) if (count++ === 0) example = JSON.stringify(row)
  return count > 0 ? [{ ...about, count, example }] : []
}

interface ObjectRow {
  id: number
  name: string
  checksum: Buffer
  length: number
  chunk_count: number
}

/**
 * Objects whose chunk list is not what their row says, by checksum, length and count; at most 100 names. The database
 * is only read, a page of objects at a time.
 */
export function brokenLists(file: string): string[] {
  const db = new BetterSqlite3(file, { readonly: true })
  try {
    const objects = db.prepare<[number], ObjectRow>(
      'SELECT id, name, checksum, length, chunk_count FROM object WHERE id > ? ORDER BY id LIMIT 1000',
    )
    const isBroken = createListCheck(db)
    const broken: string[] = []
    let page = objects.all(0)
    while (page.length > 0 && broken.length < 100) {
      for (const object of page) if (isBroken(object)) broken.push(object.name)
      page = objects.all(page.at(-1)!.id)
    }
    return broken.slice(0, 100)
  } finally {
    db.close()
  }
}

function createListCheck(db: Database): (object: ObjectRow) => boolean {
  const chunk = db.prepare<[number], { checksum: Buffer; length: number }>(
    'SELECT checksum, length FROM chunk WHERE id = ?',
  )
  const lists = db.prepare<[number], Buffer>('SELECT chunks FROM chunk_list WHERE object = ? ORDER BY first').pluck()
  return (object) => {
    const summary = createHash('sha256')
    let length = 0
    const ids = lists.all(object.id).flatMap(unpackIds)
    for (const id of ids) {
      const found = chunk.get(id)
      if (!found) return true
      summary.update(found.checksum)
      length += found.length
    }
    return ids.length !== object.chunk_count || length !== object.length || !summary.digest().equals(object.checksum)
  }
}
