import type { Database } from 'better-sqlite3'

/** A chunk of an object that could not be read as its checksum promises. */
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
  /** Since when that is known, milliseconds since 1970. */
  foundAt: number
}

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
  /** A chunk was read whole again: no object is hit by it any more. */
  healChunk(endpoint: string, checksum: string): void
  /** An object was read whole: its chunks are, wherever they are, and nothing else is known of that name in that job. */
  healObject(at: { endpoint: string; jobId: string; object: string; objectChecksum: string }): void
}

const columns = `endpoint, job_id AS jobId, object, object_checksum AS objectChecksum, chunk_index AS chunkIndex,
  checksum, reason, found_at AS foundAt`

export function createDamagedChunks(database: Database): DamagedChunks {
  const record = database.prepare<[DamagedChunk]>(
    `INSERT INTO damaged_chunk
       (endpoint, job_id, object, object_checksum, chunk_index, checksum, reason, found_at)
     VALUES (@endpoint, @jobId, @object, @objectChecksum, @chunkIndex, @checksum, @reason, @foundAt)
     ON CONFLICT DO UPDATE SET
       found_at = iif(object_checksum = excluded.object_checksum AND checksum IS excluded.checksum,
         found_at, excluded.found_at),
       object_checksum = excluded.object_checksum, checksum = excluded.checksum, reason = excluded.reason`,
  )
  const list = database.prepare<[string, string, string, number, number], DamagedChunk>(
    `SELECT ${columns} FROM damaged_chunk WHERE endpoint = ? AND job_id = ? AND (object, chunk_index) > (?, ?)
     ORDER BY object, chunk_index LIMIT ?`,
  )
  const withChunk = database.prepare<[string, string, number], DamagedChunk>(
    `SELECT ${columns} FROM damaged_chunk WHERE checksum = ? AND endpoint = ? ORDER BY job_id, object LIMIT ?`,
  )
  const healChunk = ['damaged_chunk', 'damage_hit', 'damage_look'].map((table) =>
    database.prepare<[string, string]>(`DELETE FROM ${table} WHERE checksum = ? AND endpoint = ?`),
  )
  const chunksOf = database
    .prepare<[{ endpoint: string; content: string }], string>(
      `SELECT checksum FROM damaged_chunk
         WHERE endpoint = @endpoint AND object_checksum = @content AND checksum IS NOT NULL
       UNION SELECT checksum FROM damage_hit
         WHERE endpoint = @endpoint AND object_checksum = @content AND chunk_index >= 0`,
    )
    .pluck()
  const healObject = database.prepare<[string, string, string]>(
    'DELETE FROM damaged_chunk WHERE endpoint = ? AND job_id = ? AND object = ?',
  )
  const healContent = database.prepare<[string, string]>(
    'DELETE FROM damaged_chunk WHERE endpoint = ? AND object_checksum = ? AND chunk_index >= 0',
  )
  function heal(checksum: string, endpoint: string): void {
    for (const statement of healChunk) statement.run(checksum, endpoint)
  }
  return {
    record: (damage) => void record.run(damage),
    list: ({ endpoint, jobId }, { limit, after }) =>
      list.all(endpoint, jobId, after?.object ?? '', after?.chunkIndex ?? -2, limit),
    withChunk: (endpoint, checksum, limit) => withChunk.all(checksum, endpoint, limit),
    healChunk: (endpoint, checksum) => heal(checksum, endpoint),
    healObject: database.transaction(
      ({ endpoint, jobId, object, objectChecksum }: Parameters<DamagedChunks['healObject']>[0]) => {
        for (const checksum of chunksOf.all({ endpoint, content: objectChecksum })) heal(checksum, endpoint)
        healContent.run(endpoint, objectChecksum)
        healObject.run(endpoint, jobId, object)
      },
    ).immediate,
  }
}
