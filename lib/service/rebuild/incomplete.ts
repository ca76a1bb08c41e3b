import type { Database } from 'better-sqlite3'
import { unpackIds } from '../index/sqlite/chunk-list.ts'

/** An object with chunks whose bytes are not there, or known to be wrong. */
export interface IncompleteObject {
  /** The newest job that shows it. */
  job: string
  name: string
  chunks: number
}

/**
 * Objects that have one of these chunks in their content or as their metadata blob.
 *
 * @param bad ids of rows of `chunk`.
 */
export function objectsWith(db: Database, bad: ReadonlySet<number>): IncompleteObject[] {
  if (bad.size === 0) return []
  const hits = new Map<number, number>()
  const hit = (object: number, count: number) => void (count > 0 && hits.set(object, (hits.get(object) ?? 0) + count))
  const lists = db.prepare<[], { object: number; chunks: Buffer }>('SELECT object, chunks FROM chunk_list')
  for (const { object, chunks } of lists.iterate()) hit(object, unpackIds(chunks).filter((id) => bad.has(id)).length)
  const blobs = db.prepare<[], { id: number; blob: number }>('SELECT id, blob FROM object WHERE blob IS NOT NULL')
  for (const { id, blob } of blobs.iterate()) hit(id, bad.has(blob) ? 1 : 0)
  const shown = db.prepare<[number], { name: string; job: string }>(
    `SELECT name, job.id AS job FROM object JOIN job ON job.timeline = object.timeline
     WHERE object.id = ? AND job.number >= added AND (removed IS NULL OR job.number < removed) AND state <> 'ABORTED'
     ORDER BY job.number DESC LIMIT 1`,
  )
  return [...hits].flatMap(([object, chunks]) => {
    const found = shown.get(object)
    return found ? [{ ...found, chunks }] : []
  })
}
