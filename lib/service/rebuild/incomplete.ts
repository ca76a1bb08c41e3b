import type { Database } from 'better-sqlite3'
import { unpackIds } from '../index/sqlite/chunk-list.ts'

/** An object with chunks whose bytes are not there, or known to be wrong. */
export interface IncompleteObject {
  /** The newest job that shows it, and how many do. */
  job: string
  jobs: number
  name: string
  /** SUMMARY, base64. */
  checksum: string
  chunks: number
  /** Each of those chunks where the object has it first. `index` null: it is the metadata blob. */
  damage: { index: number | null; checksum: string }[]
}

/** The jobs that show an object, in words. */
export function jobsOf({ job, jobs }: IncompleteObject): string {
  return jobs === 1 ? `job ${job}` : `job ${job} and ${jobs - 1} more`
}

/**
 * Objects that have one of these chunks in their content or as their metadata blob.
 *
 * @param bad ids of rows of `chunk`.
 */
export function objectsWith(db: Database, bad: ReadonlySet<number>): IncompleteObject[] {
  if (bad.size === 0) return []
  const hits = new Map<number, { chunks: number; first: Map<number, number | null> }>()
  function hit(object: number, id: number, index: number | null): void {
    if (!bad.has(id)) return
    const found = hits.get(object) ?? { chunks: 0, first: new Map() }
    hits.set(object, found)
    found.chunks++
    if (!found.first.has(id)) found.first.set(id, index)
  }
  const lists = db.prepare<[], { object: number; first: number; chunks: Buffer }>(
    'SELECT object, first, chunks FROM chunk_list ORDER BY object, first',
  )
  for (const { object, first, chunks } of lists.iterate())
    for (const [i, id] of unpackIds(chunks).entries()) hit(object, id, first + i)
  const blobs = db.prepare<[], { id: number; blob: number }>('SELECT id, blob FROM object WHERE blob IS NOT NULL')
  for (const { id, blob } of blobs.iterate()) hit(id, blob, null)
  const shown = db.prepare<[number], { name: string; checksum: Buffer; job: string; jobs: number }>(
    `SELECT name, checksum, job.id AS job, count(*) OVER () AS jobs FROM object JOIN job ON job.timeline = object.timeline
     WHERE object.id = ? AND job.number >= added AND (removed IS NULL OR job.number < removed) AND state <> 'ABORTED'
     ORDER BY job.number DESC LIMIT 1`,
  )
  const checksum = db.prepare<[number], Buffer>('SELECT checksum FROM chunk WHERE id = ?').pluck()
  return [...hits].flatMap(([object, { chunks, first }]) => {
    const found = shown.get(object)
    if (!found) return []
    const damage = [...first].map(([id, index]) => ({ index, checksum: checksum.get(id)!.toString('base64') }))
    return [{ ...found, checksum: found.checksum.toString('base64'), chunks, damage }]
  })
}
