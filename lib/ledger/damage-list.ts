import type { Database } from 'better-sqlite3'

/** A damaged chunk of a content, as it was found first. */
export interface ListedDamage {
  /** Counts the rows in the order they are listed: ask with the last one for those behind. */
  foundAt: number
  checksum: string | null
  objectChecksum: string
  chunkIndex: number
  /** The object it was found in, and one of the jobs. */
  object: string
  jobId: string
  /** What the read ran into, in words. */
  reason: string
}

/** Where a page of the list ended. */
export type DamageCursor = Pick<ListedDamage, 'foundAt' | 'checksum' | 'objectChecksum'>

export interface DamageList {
  /** All damage that is known: a row a chunk, or a content whose description is damaged; what was found last comes first. */
  page(endpoint: string, page: { limit: number; after?: DamageCursor | undefined }): ListedDamage[]
  /** How many rows that list has. */
  count(endpoint: string): number
}

export function createDamageList(database: Database): DamageList {
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
