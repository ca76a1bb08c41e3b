import type { Database } from 'better-sqlite3'

/** A job someone opened by its id, at an endpoint that cannot list jobs. */
export interface RememberedJob {
  jobId: string
  /** Milliseconds since 1970. */
  rememberedAt: number
}

export interface RememberedJobs {
  /** Remembering a job again moves it to the top. */
  add(endpoint: string, jobId: string, now: number): void
  /** Newest first. */
  list(endpoint: string): RememberedJob[]
  remove(endpoint: string, jobId: string): void
}

export function createRememberedJobs(database: Database): RememberedJobs {
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
