import type { Database } from 'better-sqlite3'
import { parseRecord, voided } from '../engine/manifests.ts'
import type { ChunkStore, StoredManifest, StoreEntry } from '../ports.ts'
import { UnknownRecordsError } from './unknown-records.ts'

/** A stretch of a pack that is no whole record. Bytes. */
export interface Stretch {
  pack: number
  offset: number
  length: number
}

export interface ScanFindings {
  stretches: Stretch[]
  /** Records whose content is not JSON, or not what every record has. */
  brokenRecords: number
}

/** Entries to a transaction: bounds what the scratch database keeps in memory. */
const BATCH = 20_000

const schema = `
  -- All places of a chunk, in the order in which they were written.
  CREATE TABLE place (
    checksum BLOB NOT NULL, ordinal INTEGER NOT NULL, length INTEGER NOT NULL, pack INTEGER, offset INTEGER,
    whole INTEGER NOT NULL, PRIMARY KEY (checksum, ordinal)
  ) STRICT, WITHOUT ROWID;
  -- A record that compaction copied keeps its sequence: it is there once.
  CREATE TABLE record (
    sequence INTEGER PRIMARY KEY, job TEXT NOT NULL, event TEXT NOT NULL, json TEXT NOT NULL
  ) STRICT;
`

/** The place that counts of each chunk: the last one whose bytes are not known to be wrong. */
const best = `
  CREATE INDEX record_job ON record (job, event, sequence);
  CREATE INDEX record_start ON record (sequence) WHERE event = 'start';
  CREATE TABLE stored (
    checksum BLOB PRIMARY KEY, length INTEGER NOT NULL, pack INTEGER, offset INTEGER, whole INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  INSERT INTO stored
    SELECT checksum, length, pack, offset, whole FROM (
      SELECT checksum, length, pack, offset, whole, max(whole * 0x1000000000000 + ordinal) FROM place GROUP BY checksum
    );
`

/**
 * Writes down in the scratch database what lies in the store: every place of a chunk, and every record that counts under
 * its sequence. SQLite does the sorting, so the memory it takes does not grow with the store.
 *
 * @param scratch empty.
 * @param unhashed takes the bytes of packed chunks for what their records say.
 * @param without sequences of records that are taken for void.
 * @throws {UnknownRecordsError} a newer version wrote some of them.
 */
export async function scanStore(
  chunks: Pick<ChunkStore, 'entries'>,
  scratch: Database,
  { unhashed = false, without = [] }: { unhashed?: boolean; without?: readonly number[] } = {},
): Promise<ScanFindings> {
  scratch.exec(schema)
  const place = scratch.prepare('INSERT INTO place VALUES (?, ?, ?, ?, ?, ?)')
  const record = scratch.prepare('INSERT OR IGNORE INTO record VALUES (?, ?, ?, ?)')
  const findings: ScanFindings = { stretches: [], brokenRecords: 0 }
  const voids = without.map((of) => ({ sequence: Number.MAX_SAFE_INTEGER, of }))
  const newer = new Map<string, number>()
  let ordinal = 0

  function noteRecord({ sequence, json }: StoredManifest): void {
    const found = parseRecord(json)
    if (found.kind === 'broken') findings.brokenRecords++
    else if (found.kind === 'newer') newer.set(found.what, (newer.get(found.what) ?? 0) + 1)
    else if (found.event.event === 'void') voids.push({ sequence, of: found.event.of })
    else record.run(sequence, found.event.job, found.event.event, json)
  }

  function note(entry: StoreEntry): void {
    if (entry.kind === 'damaged') {
      const { pack, offset, length } = entry
      findings.stretches.push({ pack, offset, length })
    } else if (entry.kind === 'chunk') {
      const { checksum, length, location } = entry.chunk
      const [pack, offset] = location.kind === 'pack' ? [location.pack, location.offset] : [null, null]
      place.run(Buffer.from(checksum, 'base64'), ordinal++, length, pack, offset, entry.damaged ? 0 : 1)
    } else noteRecord(entry.manifest)
  }

  let pending = 0
  scratch.exec('BEGIN')
  for await (const entry of chunks.entries({ unhashed })) {
    note(entry)
    if (++pending < BATCH) continue
    pending = 0
    scratch.exec('COMMIT; BEGIN')
  }
  if (newer.size > 0) throw new UnknownRecordsError(newer)
  const forget = scratch.prepare('DELETE FROM record WHERE sequence = ?')
  for (const sequence of voided(voids)) forget.run(sequence)
  scratch.exec(best)
  scratch.exec('COMMIT')
  return findings
}
