import type { Database } from 'better-sqlite3'
import type { IndexReads, JobQuery } from '../../../index-store.ts'
import { type JobRow, jobColumns, toJob } from '../rows.ts'
import { createStartRule } from '../start-rule.ts'
import { prepare, runOnce } from '../statements.ts'

/** Where a job whose objects can be read stands in its timeline. At its head nothing was closed after it. */
export interface JobScope {
  timeline: number
  number: number
  head: number
}

export function createJobReads(db: Database) {
  const find = prepare<{ id: string }, JobRow>(db, (q, p) =>
    q
      .selectFrom('job')
      .innerJoin('timeline', 'timeline.id', 'job.timeline')
      .select(jobColumns)
      .where('job.id', '=', p.id),
  )
  const scopeOf = prepare<{ id: string }, JobScope>(db, (q, p) =>
    q
      .selectFrom('job')
      .select((e) => [
        'timeline',
        'number',
        e
          .selectFrom('job as newer')
          .select('newer.number')
          .whereRef('newer.timeline', '=', 'job.timeline')
          .where('newer.state', '<>', 'ABORTED')
          .orderBy('newer.number', 'desc')
          .limit(1)
          .$asScalar()
          .$notNull()
          .as('head'),
      ])
      .where('id', '=', p.id)
      .where('state', '<>', 'ABORTED'),
  )

  const startOf = createStartRule(db)
  const known = prepare<{ id: string }, { id: string }>(db, (q, p) =>
    q
      .selectFrom('job')
      .select('id')
      .where('id', '=', p.id)
      .unionAll((u) => u.selectFrom('deleted_job').select('id').where('id', '=', p.id)),
  )

  function select(filter: JobQuery): JobRow[] {
    return runOnce(db, (q) => {
      let query = q
        .selectFrom('job')
        .innerJoin('timeline', 'timeline.id', 'job.timeline')
        .select(jobColumns)
        .orderBy('seq', 'desc')
        .limit(filter.limit + 1)
      if (filter.cursor !== undefined) query = query.where('seq', '<', filter.cursor)
      if (filter.vault !== undefined) query = query.where('vault', '=', filter.vault)
      if (filter.resourceArn !== undefined) query = query.where('resource_arn', '=', filter.resourceArn)
      if (filter.resourceType !== undefined) query = query.where('resource_type', '=', filter.resourceType)
      if (filter.state !== undefined) query = query.where('state', '=', filter.state)
      if (filter.createdAfter !== undefined) query = query.where('created_at', '>=', filter.createdAfter)
      if (filter.createdBefore !== undefined) query = query.where('created_at', '<', filter.createdBefore)
      if (filter.endedAfter !== undefined) query = query.where('ended_at', '>=', filter.endedAfter)
      if (filter.endedBefore !== undefined) query = query.where('ended_at', '<', filter.endedBefore)
      return query
    })
  }

  return {
    scope: (id: string): JobScope | undefined => scopeOf.get({ id }),

    async job(id) {
      const row = find.get({ id })
      return row && toJob(row)
    },

    async wouldCreateJob(input) {
      const start = startOf(input)
      if (start.kind === 'refused') return { ok: false, refusal: start.refusal }
      return { ok: true, created: start.kind === 'new' }
    },

    async jobsKnown(jobIds) {
      return jobIds.map((id) => known.get({ id }) !== undefined)
    },

    async jobs(query) {
      const rows = select(query)
      const page = rows.slice(0, query.limit)
      return { jobs: page.map(toJob), cursor: rows.length > page.length ? page.at(-1)?.seq : undefined }
    },
  } satisfies Partial<IndexReads> & Record<string, unknown>
}

export type JobReads = ReturnType<typeof createJobReads>
