import type { Database } from 'better-sqlite3'
import { LEASE_MS } from '../../../index-store.ts'
import { type JobRow, jobColumns } from '../rows.ts'
import { prepare } from '../statements.ts'
import { refuse } from './refuse.ts'

/** What every write does with its job: find it running, then count and renew the lease. */
export function createJobState(db: Database) {
  const find = prepare<{ id: string }, JobRow>(db, (q, p) =>
    q
      .selectFrom('job')
      .innerJoin('timeline', 'timeline.id', 'job.timeline')
      .select(jobColumns)
      .where('job.id', '=', p.id),
  )
  const count = prepare<{ seq: number; objects: number; bytes: number; newBytes: number; lease: number }, never>(
    db,
    (q, p) =>
      q
        .updateTable('job')
        .set((e) => ({
          object_count: e('object_count', '+', p.objects),
          byte_count: e('byte_count', '+', p.bytes),
          new_byte_count: e('new_byte_count', '+', p.newBytes),
          lease_until: p.lease,
        }))
        .where('seq', '=', p.seq),
  )

  function known(id: string): JobRow {
    return find.get({ id }) ?? refuse({ reason: 'job-unknown' })
  }

  return {
    known,

    running(id: string): JobRow {
      const job = known(id)
      return job.state === 'RUNNING' ? job : refuse({ reason: 'job-ended', state: job.state })
    },

    /** Counts a write and renews the lease. */
    wrote(job: JobRow, now: number, change: { objects?: number; bytes?: number; newBytes?: number } = {}): void {
      const { objects = 0, bytes = 0, newBytes = 0 } = change
      count.run({ seq: job.seq, objects, bytes, newBytes, lease: now + LEASE_MS })
    },
  }
}

export type JobStateWrites = ReturnType<typeof createJobState>
