import type { Database } from 'better-sqlite3'
import type { RememberedJob, RememberedJobs } from '../remembered-jobs.ts'
import type { Synchronous } from './synchronous.ts'

export function createRememberedJobs(database: Database): Synchronous<RememberedJobs> {
  const add = database.prepare<[string, string, number]>(
    `INSERT INTO remembered_job VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET remembered_at = excluded.remembered_at`,
  )
  const list = database.prepare<[string], RememberedJob>(
    `SELECT job_id AS jobId, remembered_at AS rememberedAt FROM remembered_job
     WHERE endpoint = ? ORDER BY remembered_at DESC, job_id`,
  )
  const remove = database.prepare<[string, string]>('DELETE FROM remembered_job WHERE endpoint = ? AND job_id = ?')
  return {
    add: (endpoint, jobId, now) => void add.run(endpoint, jobId, now),
    list: (endpoint) => list.all(endpoint),
    remove: (endpoint, jobId) => void remove.run(endpoint, jobId),
  }
}
