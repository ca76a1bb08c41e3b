import type { Database } from 'better-sqlite3'

/** A chunk of an object that could not be read as its checksum promises, and when that was last seen. */
export interface DamagedChunk {
  endpoint: string
  jobId: string
  object: string
  /** SUMMARY of the object that was read. */
  objectChecksum: string
  /** -1: the list of the object's chunks itself. */
  chunkIndex: number
  /** SHA-256 the chunk should have, base64; null where the list of chunks is damaged. */
  checksum: string | null
  reason: string
  /** Milliseconds since 1970. */
  foundAt: number
}

/** An object, with the content it has; or everything from a name on up to the one `behind`. */
export type MaybeDamaged = { name: string; objectChecksum: string } | { name: string; behind: string }

/** What readers found damaged, until a later read finds it whole. */
export interface DamagedChunks {
  record(damage: DamagedChunk): void
  /** In the order of object and index; `after` is the last one seen. */
  list(
    at: { endpoint: string; jobId: string },
    page: { limit: number; after?: { object: string; chunkIndex: number } },
  ): DamagedChunk[]
  /** Everything known to be hit by damage to one chunk, in any job. */
  withChunk(endpoint: string, checksum: string, limit: number): DamagedChunk[]
  /** Whether this content of this object is known to be damaged. */
  isDamaged(at: { endpoint: string; jobId: string; object: string; objectChecksum: string }): boolean
  /** The names of those of which damage is known, asked for at once. */
  among(at: { endpoint: string; jobId: string }, asked: readonly MaybeDamaged[]): Set<string>
  /** Jobs of which something is known to be damaged. */
  jobs(endpoint: string): Set<string>
  /** A chunk was read whole again: no object is hit by it any more. */
  healChunk(endpoint: string, checksum: string): void
  /** An object was read whole. */
  healObject(at: { endpoint: string; jobId: string; object: string }): void
}

const columns = `endpoint, job_id AS jobId, object, object_checksum AS objectChecksum, chunk_index AS chunkIndex,
  checksum, reason, found_at AS foundAt`

export function createDamagedChunks(database: Database): DamagedChunks {
  const record = database.prepare<[DamagedChunk]>(
    `INSERT OR REPLACE INTO damaged_chunk
       (endpoint, job_id, object, object_checksum, chunk_index, checksum, reason, found_at)
     VALUES (@endpoint, @jobId, @object, @objectChecksum, @chunkIndex, @checksum, @reason, @foundAt)`,
  )
  const list = database.prepare<[string, string, string, number, number], DamagedChunk>(
    `SELECT ${columns} FROM damaged_chunk WHERE endpoint = ? AND job_id = ? AND (object, chunk_index) > (?, ?)
     ORDER BY object, chunk_index LIMIT ?`,
  )
  const withChunk = database.prepare<[string, string, number], DamagedChunk>(
    `SELECT ${columns} FROM damaged_chunk WHERE checksum = ? AND endpoint = ? ORDER BY job_id, object LIMIT ?`,
  )
  const isDamaged = database
    .prepare<[string, string, string, string], number>(
      `SELECT 1 FROM damaged_chunk
       WHERE endpoint = ? AND job_id = ? AND object = ? AND object_checksum = ? LIMIT 1`,
    )
    .pluck()
  const among = database
    .prepare<[string, string, string], string>(
      `SELECT row.value ->> 'name' FROM json_each(?) AS row WHERE EXISTS (
         SELECT 1 FROM damaged_chunk WHERE endpoint = ? AND job_id = ?
           AND object >= row.value ->> 'name' AND object < coalesce(row.value ->> 'behind', row.value ->> 'name' || char(1))
           AND object_checksum = coalesce(row.value ->> 'objectChecksum', object_checksum))`,
    )
    .pluck()
  const jobs = database
    .prepare<[string], string>('SELECT DISTINCT job_id FROM damaged_chunk WHERE endpoint = ?')
    .pluck()
  const healChunk = database.prepare<[string, string]>('DELETE FROM damaged_chunk WHERE checksum = ? AND endpoint = ?')
  const healObject = database.prepare<[string, string, string]>(
    'DELETE FROM damaged_chunk WHERE endpoint = ? AND job_id = ? AND object = ?',
  )
  return {
    record: (damage) => void record.run(damage),
    list: ({ endpoint, jobId }, { limit, after }) =>
      list.all(endpoint, jobId, after?.object ?? '', after?.chunkIndex ?? -2, limit),
    withChunk: (endpoint, checksum, limit) => withChunk.all(checksum, endpoint, limit),
    isDamaged: ({ endpoint, jobId, object, objectChecksum }) =>
      isDamaged.get(endpoint, jobId, object, objectChecksum) !== undefined,
    among: ({ endpoint, jobId }, asked) => new Set(among.all(JSON.stringify(asked), endpoint, jobId)),
    jobs: (endpoint) => new Set(jobs.all(endpoint)),
    healChunk: (endpoint, checksum) => void healChunk.run(checksum, endpoint),
    healObject: ({ endpoint, jobId, object }) => void healObject.run(endpoint, jobId, object),
  }
}
