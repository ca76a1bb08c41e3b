import type { Database } from 'better-sqlite3'

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

/** What is kept for a storage under one key goes to another, in place of what that one has of the same. */
export function createAdoption(database: Database): (from: string, to: string) => void {
  const moves = tables.map((table) =>
    database.prepare<[string, string]>(`UPDATE OR REPLACE ${table} SET endpoint = ? WHERE endpoint = ?`),
  )
  return database.transaction((from: string, to: string) => {
    for (const move of moves) move.run(to, from)
  }).immediate
}
