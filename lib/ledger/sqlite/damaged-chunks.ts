import type { Database } from 'better-sqlite3'
import type { DamagedChunk, DamagedChunks } from '../damaged-chunks.ts'
import type { Synchronous } from './synchronous.ts'

const columns = `endpoint, job_id AS jobId, object, object_checksum AS objectChecksum, chunk_index AS chunkIndex,
  checksum, reason, found_at AS foundAt`

export function createDamagedChunks(database: Database): Synchronous<DamagedChunks> {
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
  const unverify = database.prepare<[string, Buffer]>(
    'DELETE FROM verified_content WHERE endpoint = ? AND checksum = ?',
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
    recordAll(found) {
      for (const damage of found) {
        unverify.run(damage.endpoint, Buffer.from(damage.objectChecksum, 'base64'))
        record.run(damage)
      }
    },
    list: ({ endpoint, jobId }, { limit, after }) =>
      list.all(endpoint, jobId, after?.object ?? '', after?.chunkIndex ?? -2, limit),
    withChunk: (endpoint, checksum, limit) => withChunk.all(checksum, endpoint, limit),
    healChunk: (endpoint, checksum) => heal(checksum, endpoint),
    healObject({ endpoint, jobId, object, objectChecksum }) {
      for (const checksum of chunksOf.all({ endpoint, content: objectChecksum })) heal(checksum, endpoint)
      healContent.run(endpoint, objectChecksum)
      healObject.run(endpoint, jobId, object)
    },
  }
}
