import type { Database } from 'better-sqlite3'
import { sql } from 'kysely'
import type { JobState, NewJob, Refusal, StartRefusal } from '../../index-store.ts'
import { prepare } from './statements.ts'

/** What a start comes to. */
export type Start =
  | { kind: 'refused'; refusal: Extract<Refusal, { reason: StartRefusal }> }
  /** The token's job, as it is. */
  | { kind: 'same'; jobId: string }
  /** A new job, in place of one that is undone. */
  | { kind: 'new'; undone?: { jobId: string; lapsed: boolean } }

/** The rule by which a job may begin; the writer obeys it, readers foresee it. */
export function createStartRule(db: Database): (input: NewJob) => Start {
  const byToken = prepare<{ token: string }, { id: string; vault: string; resource_arn: string }>(db, (q, p) =>
    q
      .selectFrom('job')
      .innerJoin('timeline', 'timeline.id', 'job.timeline')
      .select(['job.id', 'vault', 'resource_arn'])
      .where('token', '=', p.token),
  )
  const running = prepare<
    { vault: string; arn: string },
    { id: string; timeline: number; number: number; lease_until: number; resumable: number }
  >(db, (q, p) =>
    q
      .selectFrom('timeline')
      .innerJoin('job', 'job.timeline', 'timeline.id')
      .select(['job.id', 'timeline', 'number', 'lease_until', 'resumable'])
      .where('vault', '=', p.vault)
      .where('resource_arn', '=', p.arn)
      .where('state', '=', sql.lit<JobState>('RUNNING')),
  )
  const own = prepare<{ timeline: number; number: number }, { id: number }>(db, (q, p) =>
    q.selectFrom('object').select('id').where('timeline', '=', p.timeline).where('added', '=', p.number).limit(1),
  )

  return ({ token, vault, resourceArn: arn, takeOver, now }) => {
    const same = token === undefined ? undefined : byToken.get({ token })
    if (same) {
      if (same.vault === vault && same.resource_arn === arn) return { kind: 'same', jobId: same.id }
      return { kind: 'refused', refusal: { reason: 'token-taken', jobId: same.id } }
    }
    const job = running.get({ vault, arn })
    if (!job) return { kind: 'new' }
    const lapsed = job.lease_until <= now
    if (!takeOver && !lapsed)
      return { kind: 'refused', refusal: { reason: 'timeline-busy', jobId: job.id, leaseUntil: job.lease_until } }
    if (!takeOver && job.resumable === 0 && own.get(job))
      return { kind: 'refused', refusal: { reason: 'job-unfinished', jobId: job.id } }
    return { kind: 'new', undone: { jobId: job.id, lapsed } }
  }
}
