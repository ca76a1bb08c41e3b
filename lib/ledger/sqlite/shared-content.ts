import type { Database } from 'better-sqlite3'
import type {
  ChangedTimeline,
  InheritedCoverage,
  SharedAmount,
  SharedContent,
  VerifiedSource,
} from '../shared-content.ts'
import type { Synchronous } from './synchronous.ts'

/** Sources of a timeline that are asked about again: those before them say little more. */
const newest = 3

/** Of a source whose `through` is this, nothing is due any more. */
const forever = Number.MAX_SAFE_INTEGER

/** A table of sources, as `v`: which row is one, and its members. Of `objects` and `bytes`, `bad…` are damaged. */
const whole = {
  table: 'job_coverage AS v',
  source: 'v.job_id',
  where: 'v.counted_at IS NOT NULL AND v.objects > 0',
  columns: `v.job_id AS source, v.job_id AS jobId, '' AS prefix, NULL AS through,
    v.total_objects AS objects, v.total_bytes AS bytes, v.counted_at AS endedAt`,
  badObjects: 'v.total_objects - v.objects',
  badBytes: 'v.total_bytes - v.bytes',
  told: `'' AS prefix, v.oldest_at AS oldestAt, v.newest_at AS newestAt`,
}
const part: typeof whole = {
  table: 'verification AS v',
  source: 'v.id',
  where: `v.state IN ('paused', 'done', 'cancelled', 'failed') AND v.objects > v.damaged_objects
    AND (v.state <> 'done' OR v.prefix <> '' OR v.name IS NOT NULL)`,
  columns: `v.id AS source, v.job_id AS jobId, coalesce(v.name, v.prefix) AS prefix,
    coalesce(v.name, CASE WHEN v.state <> 'done' THEN v.position END) AS through,
    v.objects, v.bytes, v.updated_at AS endedAt`,
  badObjects: 'v.damaged_objects',
  badBytes: 'v.damaged_bytes',
  told: `coalesce(v.name, v.prefix) AS prefix, min(v.started_at, coalesce(v.oldest_at, v.started_at)) AS oldestAt,
    v.updated_at AS newestAt`,
}
const kinds = [whole, part]

type Inherited = InheritedCoverage & { prefix: string }

export function createSharedContent(database: Database): Synchronous<SharedContent> {
  const neverAsked = kinds.map(({ table, source, where, columns }) =>
    database.prepare<[string, number], VerifiedSource>(
      `SELECT ${columns} FROM ${table} WHERE v.endpoint = ? AND ${where} AND NOT EXISTS (
         SELECT 1 FROM shared_look AS look WHERE look.endpoint = v.endpoint AND look.source = ${source})
       ORDER BY endedAt DESC LIMIT ?`,
    ),
  )
  const newestOf = kinds.map(({ table, source, where, columns }) =>
    database.prepare<[string, string, string], VerifiedSource & { asked: number }>(
      `SELECT ${columns}, look.through AS asked FROM shared_look AS look JOIN ${table}
         ON v.endpoint = look.endpoint AND ${source} = look.source
       WHERE look.endpoint = ? AND look.resource = ? AND look.vault = ? AND ${where}
       ORDER BY endedAt DESC LIMIT ${newest}`,
    ),
  )
  const look = database.prepare<[{ endpoint: string; source: string } & ChangedTimeline]>(
    `INSERT OR REPLACE INTO shared_look (endpoint, source, resource, vault, through)
     VALUES (@endpoint, @source, @arn, @vault, @since)`,
  )
  const closed = database
    .prepare<[string, string], number>(
      `SELECT 1 FROM shared_look WHERE endpoint = ? AND source = ? AND through = ${forever}`,
    )
    .pluck()
  const forgetLook = database.prepare<[string, string]>(
    `DELETE FROM shared_look WHERE endpoint = ? AND source = ? AND through < ${forever}`,
  )
  const set = database.prepare<[SharedAmount & { endpoint: string; source: string }]>(
    `INSERT OR REPLACE INTO shared_content (endpoint, job_id, source, objects, bytes)
     VALUES (@endpoint, @jobId, @source, @objects, @bytes)`,
  )
  // What the source has that is damaged may be part of what is shared.
  const inherited = kinds.map(({ table, source, where, badObjects, badBytes, told }) =>
    database.prepare<[string, string], Inherited>(
      `SELECT shared.objects - (${badObjects}) AS objects, shared.bytes - (${badBytes}) AS bytes, ${told}
       FROM shared_content AS shared JOIN ${table} ON v.endpoint = shared.endpoint AND ${source} = shared.source
       WHERE shared.endpoint = ? AND shared.job_id = ? AND ${where}`,
    ),
  )
  const keep: Synchronous<SharedContent>['set'] = ({ endpoint, source, ...timeline }, shared) => {
    look.run({ endpoint, source, ...timeline })
    for (const amount of shared) set.run({ endpoint, source, ...amount })
  }
  return {
    due(endpoint, timelines, limit) {
      const again = timelines.flatMap(({ arn, vault, since }) =>
        newestOf
          .flatMap((statement) => statement.all(endpoint, arn, vault))
          .flatMap(({ asked, ...source }) => (asked < since ? [source] : [])),
      )
      return [...neverAsked.flatMap((statement) => statement.all(endpoint, limit)), ...again].slice(0, limit)
    },
    set: keep,
    close: (endpoint, source) => void look.run({ endpoint, source, arn: '', vault: '', since: forever }),
    isClosed: (endpoint, source) => closed.get(endpoint, source) !== undefined,
    askAgain: (endpoint, source) => void forgetLook.run(endpoint, source),
    inherited: (endpoint, jobId) => added(inherited.flatMap((statement) => statement.all(endpoint, jobId))),
  }
}

/** The most that can be counted: different folders hold different objects, so what was read of each adds up. */
function added(found: readonly Inherited[]): InheritedCoverage | undefined {
  const counted: Inherited[] = []
  const good = found.filter(({ objects, bytes }) => objects > 0 && bytes >= 0)
  for (const one of good.sort((a, b) => b.bytes - a.bytes || b.objects - a.objects || b.oldestAt - a.oldestAt)) {
    if (counted.every(({ prefix }) => !prefix.startsWith(one.prefix) && !one.prefix.startsWith(prefix)))
      counted.push(one)
  }
  if (counted.length === 0) return undefined
  const sum = (of: (one: Inherited) => number) => counted.reduce((total, one) => total + of(one), 0)
  return {
    objects: sum(({ objects }) => objects),
    bytes: sum(({ bytes }) => bytes),
    oldestAt: Math.min(...counted.map(({ oldestAt }) => oldestAt)),
    newestAt: Math.max(...counted.map(({ newestAt }) => newestAt)),
  }
}
