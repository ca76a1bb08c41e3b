/**
 * What jobs have in common, as the endpoint tells it, so that what one job's verification read counts for all of them.
 * The sources are jobs that were verified as a whole.
 */
import type { Database } from 'better-sqlite3'

/** Jobs of a resource in a vault, and when one of them last began or ended, milliseconds since 1970. */
export interface ChangedTimeline {
  arn: string
  vault: string
  since: number
}

/** How much of what the source shows this job shows as well. */
export interface SharedAmount {
  jobId: string
  objects: number
  bytes: number
}

/** At least so much of a job was verified by verifying another one. Times are milliseconds since 1970. */
export interface InheritedCoverage {
  objects: number
  bytes: number
  oldestAt: number
  newestAt: number
}

export interface SharedContent {
  /**
   * Sources to be asked about: those never asked about, and the newest few of each timeline that were not since a job
   * of it did something.
   */
  due(endpoint: string, timelines: readonly ChangedTimeline[], limit: number): string[]
  /** Keeps what the endpoint said. Jobs it did not name keep what was known of them: content of ended jobs stays. */
  set(of: { endpoint: string; source: string } & ChangedTimeline, shared: readonly SharedAmount[]): void
  /** The most that one source's verification says of a job, the newest of those that say as much. */
  inherited(endpoint: string, jobId: string): InheritedCoverage | undefined
}

/** Sources of a timeline that are asked about again: those before them say little more. */
const newest = 3

export function createSharedContent(database: Database): SharedContent {
  const neverAsked = database
    .prepare<[string, number], string>(
      `SELECT job_id FROM job_coverage AS coverage
       WHERE endpoint = ? AND counted_at IS NOT NULL AND objects > 0 AND NOT EXISTS (
         SELECT 1 FROM shared_look AS look WHERE look.endpoint = coverage.endpoint AND look.source = coverage.job_id)
       ORDER BY counted_at DESC LIMIT ?`,
    )
    .pluck()
  const newestOf = database.prepare<[string, string, string], { source: string; through: number }>(
    `SELECT source, through FROM shared_look AS look JOIN job_coverage AS coverage
       ON coverage.endpoint = look.endpoint AND coverage.job_id = look.source
     WHERE look.endpoint = ? AND look.resource = ? AND look.vault = ?
     ORDER BY coverage.counted_at DESC LIMIT ${newest}`,
  )
  const look = database.prepare<[{ endpoint: string; source: string } & ChangedTimeline]>(
    `INSERT OR REPLACE INTO shared_look (endpoint, source, resource, vault, through)
     VALUES (@endpoint, @source, @arn, @vault, @since)`,
  )
  const set = database.prepare<[SharedAmount & { endpoint: string; source: string }]>(
    `INSERT OR REPLACE INTO shared_content (endpoint, job_id, source, objects, bytes)
     VALUES (@endpoint, @jobId, @source, @objects, @bytes)`,
  )
  // What the source has that was not verified may be part of what is shared.
  const inherited = database.prepare<[string, string], InheritedCoverage>(
    `SELECT shared.objects - (source.total_objects - source.objects) AS objects,
       shared.bytes - (source.total_bytes - source.bytes) AS bytes,
       source.oldest_at AS oldestAt, source.newest_at AS newestAt
     FROM shared_content AS shared JOIN job_coverage AS source
       ON source.endpoint = shared.endpoint AND source.job_id = shared.source AND source.counted_at IS NOT NULL
     WHERE shared.endpoint = ? AND shared.job_id = ? ORDER BY bytes DESC, 1 DESC, source.oldest_at DESC LIMIT 1`,
  )
  return {
    due(endpoint, timelines, limit) {
      const again = timelines.flatMap(({ arn, vault, since }) =>
        newestOf.all(endpoint, arn, vault).flatMap(({ source, through }) => (through < since ? [source] : [])),
      )
      return [...neverAsked.all(endpoint, limit), ...again].slice(0, limit)
    },
    set: database.transaction(
      ({ endpoint, source, ...timeline }: Parameters<SharedContent['set']>[0], shared: readonly SharedAmount[]) => {
        look.run({ endpoint, source, ...timeline })
        for (const amount of shared) set.run({ endpoint, source, ...amount })
      },
    ).immediate,
    inherited(endpoint, jobId) {
      const found = inherited.get(endpoint, jobId)
      return found && found.objects > 0 && found.bytes >= 0 ? found : undefined
    },
  }
}
