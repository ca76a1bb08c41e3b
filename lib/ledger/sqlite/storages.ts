import type { Database } from 'better-sqlite3'
import type { Storages } from '../ledger.ts'
import type { Synchronous } from './synchronous.ts'

/** Everything that is kept for a storage. */
const tables = [
  'remembered_job',
  'archive_plan',
  'damaged_chunk',
  'receipt',
  'verified_content',
  'job_coverage',
  'counted_content',
  'verification',
  'damage_hit',
  'damage_look',
  'shared_content',
  'shared_look',
]

export function createStorages(database: Database): Synchronous<Storages> {
  // In place of what the other key has of the same.
  const moves = tables.map((table) =>
    database.prepare<[string, string]>(`UPDATE OR REPLACE ${table} SET endpoint = ? WHERE endpoint = ?`),
  )
  return {
    adopt(from, to) {
      for (const move of moves) move.run(to, from)
    },
  }
}
