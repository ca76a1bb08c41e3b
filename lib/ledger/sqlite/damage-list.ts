import type { Database } from 'better-sqlite3'
import type { DamageList, ListedDamage } from '../damage-list.ts'
import type { Synchronous } from './synchronous.ts'

export function createDamageList(database: Database): Synchronous<DamageList> {
  // A chunk is one row whatever has it; without a chunk it is the content that counts.
  const key = `coalesce(checksum, '-' || object_checksum)`
  const grouped = `SELECT min(found_at) AS foundAt, ${key} AS key, checksum, object_checksum AS objectChecksum,
      chunk_index AS chunkIndex, object, job_id AS jobId, reason
    FROM damaged_chunk WHERE endpoint = @endpoint GROUP BY ${key}`
  const page = database.prepare<
    [{ endpoint: string; at: number; key: string; limit: number }],
    ListedDamage & { key: string }
  >(`SELECT * FROM (${grouped}) WHERE (-foundAt, key) > (-@at, @key) ORDER BY foundAt DESC, key LIMIT @limit`)
  const count = database
    .prepare<[string], number>(`SELECT count(DISTINCT ${key}) FROM damaged_chunk WHERE endpoint = ?`)
    .pluck()
  return {
    page: (endpoint, { limit, after }) =>
      page
        .all({
          endpoint,
          limit,
          at: after?.foundAt ?? Number.MAX_SAFE_INTEGER,
          key: after ? (after.checksum ?? `-${after.objectChecksum}`) : '',
        })
        .map(({ key: _, ...row }) => row),
    count: (endpoint) => count.get(endpoint) ?? 0,
  }
}
