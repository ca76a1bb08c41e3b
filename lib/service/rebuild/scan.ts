import type { Database } from 'better-sqlite3'
import type { ChunkStore, StoreEntry } from '../ports.ts'

/** A stretch of a pack that is no whole record. Bytes. */
export interface Stretch {
  pack: number
  offset: number
  length: number
}

export interface ScanFindings {
  stretches: Stretch[]
  /** Records whose content is not JSON of a form that is known. */
  unknownRecords: number
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
 * Writes down in the scratch database what lies in the store: every place of a chunk, and every record under its
 * sequence. SQLite does the sorting, so the memory it takes does not grow with the store.
 *
 * @param scratch empty.
 * @param unhashed takes the bytes of packed chunks for what their records say.
 */
export async function scanStore(
  chunks: Pick<ChunkStore, 'entries'>,
  scratch: Database,
  { unhashed = false }: { unhashed?: boolean } = {},
): Promise<ScanFindings> {
  scratch.exec(schema)
  const place = scratch.prepare('INSERT INTO place VALUES (?, ?, ?, ?, ?, ?)')
  const record = scratch.prepare('INSERT OR IGNORE INTO record VALUES (?, ?, ?, ?)')
  const findings: ScanFindings = { stretches: [], unknownRecords: 0 }
  let ordinal = 0

  function note(entry: StoreEntry): void {
    if (entry.kind === 'damaged') {
      const { pack, offset, length } = entry
      findings.stretches.push({ pack, offset, length })
    } else if (entry.kind === 'chunk') {
      const { checksum, length, location } = entry.chunk
      const [pack, offset] = location.kind === 'pack' ? [location.pack, location.offset] : [null, null]
      place.run(Buffer.from(checksum, 'base64'), ordinal++, length, pack, offset, entry.damaged ? 0 : 1)
    } else {
      const { sequence, json } = entry.manifest
      const facts = factsIn(json)
      if (facts) record.run(sequence, facts.job, facts.event, json)
      else findings.unknownRecords++
    }
  }

  let pending = 0
  scratch.exec('BEGIN')
  for await (const entry of chunks.entries({ unhashed })) {
    note(entry)
    if (++pending < BATCH) continue
    pending = 0
    scratch.exec('COMMIT; BEGIN')
  }
  scratch.exec(best)
  scratch.exec('COMMIT')
  return findings
}

function factsIn(json: string): { job: string; event: string } | undefined {
  try {
    const { v, job, event } = JSON.parse(json)
    return v === 1 && typeof job === 'string' && typeof event === 'string' ? { job, event } : undefined
  } catch {
    return undefined
  }
}
