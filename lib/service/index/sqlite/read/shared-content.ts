import type { Database } from 'better-sqlite3'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { MissingContent, SharedContentReads } from '../../../shared-content.ts'
import type { Schema } from '../schema.ts'
import { prepare } from '../statements.ts'
import { END_OF_NAMES, endOfPrefix } from './names.ts'

/** How long is looked for, from the job outwards; what is farther away is left out then. */
const LOOK_MS = 250

interface Amount {
  objects: number
  bytes: number
}

/** Job numbers (after, upTo], the job that is compared, and the names that count: from `from` to before `behind`. */
type Stretch = {
  timeline: number
  number: number
  after: number
  upTo: number
  from: string
  behind: string
  through: string
}

/**
 * What a newer job is missing was removed in between, and what an older one is missing was added in between: both are
 * ranges of an index, as long as the changes are many.
 */
export function createSharedContentReads(db: Database) {
  const completed = prepare<{ id: string }, { timeline: number; number: number; objects: number }>(db, (q, p) =>
    q
      .selectFrom('job')
      .select(['timeline', 'number', 'object_count as objects'])
      .where('id', '=', p.id)
      .where('state', '=', 'COMPLETED'),
  )
  const others = prepare<{ timeline: number; number: number; limit: number }, { id: string; number: number }>(
    db,
    (q, p) =>
      q
        .selectFrom('job')
        .select(['id', 'number'])
        .where('timeline', '=', p.timeline)
        .where('state', '=', 'COMPLETED')
        .where('number', '<>', p.number)
        .orderBy('number', 'desc')
        .limit(p.limit),
  )
  // The plus keeps the query to the indexes of job numbers: those of names would read all that the job has.
  const name = sql<string>`+name`
  const amount = (q: Kysely<Schema>, p: { [K in keyof Stretch]: RawBuilder<Stretch[K]> }) =>
    q
      .selectFrom('object')
      .select((e) => [
        e.fn.countAll<number>().as('objects'),
        e.fn.coalesce(e.fn.sum<number>('length'), e.lit(0)).as('bytes'),
      ])
      .where('timeline', '=', p.timeline)
      .where(name, '>=', p.from)
      .where(name, '<', p.behind)
      .where(name, '<=', p.through)
  const removed = prepare<Stretch, Amount>(db, (q, p) =>
    amount(q, p).where('removed', '>', p.after).where('removed', '<=', p.upTo).where('added', '<=', p.number),
  )
  const added = prepare<Stretch, Amount>(db, (q, p) =>
    amount(q, p)
      .where('added', '>', p.after)
      .where('added', '<=', p.upTo)
      .where((e) => e.or([e('removed', 'is', null), e('removed', '>', p.number)])),
  )

  // One snapshot for the statements of a read.
  const missingContent = db.transaction(
    ({ jobId, limit, prefix, through = END_OF_NAMES }: Parameters<SharedContentReads['missingContent']>[0]) => {
      const job = completed.get({ id: jobId })
      if (!job) return undefined
      const { timeline, number } = job
      const names = { from: prefix, behind: endOfPrefix(prefix), through }
      const until = performance.now() + LOOK_MS
      const jobs = others.all({ timeline, number, limit })

      /** From the job next to it on: more and more. */
      function outwards(neighbours: typeof jobs, changed: (from: number, to: number) => Amount): MissingContent[] {
        const found: MissingContent[] = []
        let missing: Amount = { objects: 0, bytes: 0 }
        let from = number
        for (const { id, number: to } of neighbours) {
          if (performance.now() >= until) break
          // Where nothing is shared any more, nothing more can be missing.
          if (missing.objects < job!.objects) {
            const { objects, bytes } = changed(from, to)
            missing = { objects: missing.objects + objects, bytes: missing.bytes + bytes }
          }
          from = to
          found.push({ jobId: id, ...missing })
        }
        return found
      }

      const newer = jobs.filter((other) => other.number > number).reverse()
      const older = jobs.filter((other) => other.number < number)
      const between = { timeline, number, ...names }
      return [
        ...outwards(newer, (after, upTo) => removed.get({ ...between, after, upTo })!).reverse(),
        ...outwards(older, (upTo, after) => added.get({ ...between, after, upTo })!),
      ]
    },
  )

  return { missingContent: async (query) => missingContent(query) } satisfies SharedContentReads
}
