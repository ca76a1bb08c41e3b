import type { Database } from 'better-sqlite3'
import { type IncompleteObject, objectsWith } from './incomplete.ts'

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

/** Stored chunks that nothing which came back has. */
const unused = `
  SELECT count(*) FROM scratch.stored WHERE checksum NOT IN (SELECT checksum FROM chunk WHERE refs > 0)
`

/**
 * The last step of making an index: chunks get their places, sums are counted.
 *
 * @param db the index after {@link replay}, the scratch database attached as `scratch`.
 * @param now milliseconds since the epoch.
 */
export function settle(db: Database, now: number): { incomplete: IncompleteObject[]; unused: number } {
  db.exec('BEGIN')
  db.exec(settled)
  db.prepare(unreferred).run({ now })
  db.exec('UPDATE total SET chunk_count = (SELECT count(*) FROM chunk)')
  db.exec('COMMIT')
  const bad = db.prepare<[], number>('SELECT id FROM scratch.bad').pluck().all()
  return {
    incomplete: objectsWith(db, new Set(bad)),
    unused: db.prepare<[], number>(unused).pluck().get()!,
  }
}
