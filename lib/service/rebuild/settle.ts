import type { Database } from 'better-sqlite3'
import { unpackIds } from '../index/sqlite/chunk-list.ts'

/** An object with chunks whose bytes are not there, or known to be wrong. */
export interface IncompleteObject {
  /** The newest job that shows it. */
  job: string
  name: string
  chunks: number
}

/** Points every chunk at where it lies. Of one that lies nowhere the row stays: so the same bytes stored again heal it. */
const settled = `
  UPDATE chunk SET pack = stored.pack, pack_offset = stored.offset
    FROM scratch.stored WHERE stored.checksum = chunk.checksum AND stored.pack IS NOT NULL;
  DELETE FROM chunk WHERE refs = 0 AND NOT EXISTS (
    SELECT 1 FROM scratch.stored WHERE stored.checksum = chunk.checksum AND whole = 1
  );
  CREATE TABLE scratch.bad AS
    SELECT chunk.id FROM chunk LEFT JOIN scratch.stored ON stored.checksum = chunk.checksum
    WHERE stored.checksum IS NULL OR stored.whole = 0 OR stored.length <> chunk.length;
`

/**
 * Packed chunks that no record tells of, of uploads that never became objects, wait for garbage collection from now on.
 * Files without a row do so by themselves, and their length is only what the file says.
 */
const unreferred = `
  INSERT INTO chunk (checksum, length, pack, pack_offset, refs, condemned_at)
    SELECT checksum, length, pack, offset, 0, @now FROM scratch.stored
    WHERE pack IS NOT NULL AND whole = 1 AND checksum NOT IN (SELECT checksum FROM chunk)
`

/**
 * The last step of making an index: chunks get their places, sums are counted.
 *
 * @param db the index after {@link replay}, the scratch database attached as `scratch`.
 * @param now milliseconds since the epoch.
 */
export function settle(db: Database, now: number): IncompleteObject[] {
  db.exec('BEGIN')
  db.exec(settled)
  db.prepare(unreferred).run({ now })
  db.exec('UPDATE total SET chunk_count = (SELECT count(*) FROM chunk)')
  db.exec('COMMIT')
  return incompleteObjects(db)
}

function incompleteObjects(db: Database): IncompleteObject[] {
  const bad = new Set(db.prepare<[], number>('SELECT id FROM scratch.bad').pluck().all())
  if (bad.size === 0) return []
  const shown = db.prepare<[number], { name: string; job: string }>(
    `SELECT name, job.id AS job FROM object JOIN job ON job.timeline = object.timeline
     WHERE object.id = ? AND job.number >= added AND (removed IS NULL OR job.number < removed) AND state <> 'ABORTED'
     ORDER BY job.number DESC LIMIT 1`,
  )
  const hits = new Map<number, number>()
  const hit = (object: number, count: number) => void (count > 0 && hits.set(object, (hits.get(object) ?? 0) + count))
  const lists = db.prepare<[], { object: number; chunks: Buffer }>('SELECT object, chunks FROM chunk_list')
  for (const { object, chunks } of lists.iterate()) hit(object, unpackIds(chunks).filter((id) => bad.has(id)).length)
  const blobs = db.prepare<[], { id: number; blob: number }>('SELECT id, blob FROM object WHERE blob IS NOT NULL')
  for (const { id, blob } of blobs.iterate()) hit(id, bad.has(blob) ? 1 : 0)
  return [...hits].flatMap(([object, chunks]) => {
    const found = shown.get(object)
    return found ? [{ ...found, chunks }] : []
  })
}
