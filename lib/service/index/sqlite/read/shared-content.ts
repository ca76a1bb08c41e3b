import type { Database } from 'better-sqlite3'
import type { SharedContent, SharedContentReads } from '../../../shared-content.ts'
import { prepare } from '../statements.ts'

/** How long is looked for, from the job outwards; what is farther away is left out then. */
const LOOK_MS = 250

interface Amount {
  objects: number
  bytes: number
}

/** Job numbers (after, upTo], and the job that is compared. */
type Stretch = {
  timeline: number
  number: number
  after: number
  upTo: number
}

/**
 * A job shares with a newer one what it shows but for what was removed in between, and with an older one what it shows
 * but for what was added in between: both are ranges of an index, as long as the changes are many.
 */
export function createSharedContentReads(db: Database) {
  const completed = prepare<{ id: string }, Amount & { timeline: number; number: number }>(db, (q, p) =>
    q
      .selectFrom('job')
      .select(['timeline', 'number', 'object_count as objects', 'byte_count as bytes'])
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
  const removed = prepare<Stretch, Amount>(db, (q, p) =>
    q
      .selectFrom('object')
      .select((e) => [
        e.fn.countAll<number>().as('objects'),
        e.fn.coalesce(e.fn.sum<number>('length'), e.lit(0)).as('bytes'),
      ])
      .where('timeline', '=', p.timeline)
      .where('removed', '>', p.after)
      .where('removed', '<=', p.upTo)
      .where('added', '<=', p.number),
  )
  const added = prepare<Stretch, Amount>(db, (q, p) =>
    q
      .selectFrom('object')
      .select((e) => [
        e.fn.countAll<number>().as('objects'),
        e.fn.coalesce(e.fn.sum<number>('length'), e.lit(0)).as('bytes'),
      ])
      .where('timeline', '=', p.timeline)
      .where('added', '>', p.after)
      .where('added', '<=', p.upTo)
      .where((e) => e.or([e('removed', 'is', null), e('removed', '>', p.number)])),
  )

  // One snapshot for the statements of a read.
  const sharedContent = db.transaction(({ jobId, limit }: Parameters<SharedContentReads['sharedContent']>[0]) => {
    const job = completed.get({ id: jobId })
    if (!job) return undefined
    const { timeline, number } = job
    const until = performance.now() + LOOK_MS
    const jobs = others.all({ timeline, number, limit })

    /** From the job next to it on: less and less. */
    function outwards(neighbours: typeof jobs, changed: (from: number, to: number) => Amount): SharedContent[] {
      const found: SharedContent[] = []
      let { objects, bytes } = job!
      let from = number
      for (const { id, number: to } of neighbours) {
        if (performance.now() >= until) break
        const change = objects > 0 ? changed(from, to) : { objects: 0, bytes: 0 }
        objects -= change.objects
        bytes -= change.bytes
        from = to
        found.push({ jobId: id, objects, bytes })
      }
      return found
    }

    const newer = jobs.filter((other) => other.number > number).reverse()
    const older = jobs.filter((other) => other.number < number)
    return [
      ...outwards(newer, (after, upTo) => removed.get({ timeline, number, after, upTo })!).reverse(),
      ...outwards(older, (upTo, after) => added.get({ timeline, number, after, upTo })!),
    ]
  })

  return { sharedContent: async (query) => sharedContent(query) } satisfies SharedContentReads
}
