/**
 * What damage means for contents and jobs. `damaged-chunks.ts` keeps what readers ran into; this keeps what the endpoint
 * says such a chunk is part of, and answers for any content and any job from both:
 *
 *   a damaged chunk ┬─► every content (SUMMARY) with it is damaged, whatever job shows it
 *                   └─► the endpoint is asked for the chunk's uses ─► stretches of jobs, with those that begin later
 *
 * An endpoint that does not tell a chunk's uses leaves the jobs a read or a listing found damage in.
 */
import type { Database } from 'better-sqlite3'
import { createDamageList, type DamageList } from './damage-list.ts'

/** A job, as far as damage is told of it. Without resource, vault and time only what was found in it counts. */
export interface DamagedJob {
  id: string
  arn?: string | undefined
  vault?: string | undefined
  /** When it began, milliseconds since 1970. */
  created?: number | undefined
}

/** A version of an object that has a damaged chunk, and the jobs of the resource that show it. */
export interface DamagedVersion {
  resource: string
  vault: string
  object: string
  /** SUMMARY. */
  objectChecksum: string
  /** The chunk's first index in it; -1: it is the metadata blob. */
  chunkIndex: number
  /** When the first and the last of those jobs began; null: jobs to come show it as well. */
  fromAt: number
  toAt: number | null
}

/** Damage to an object of a job. */
export interface ObjectDamage {
  object: string
  objectChecksum: string
  /** -1: what describes the object, its list of chunks or its metadata; -2: its metadata. */
  chunkIndex: number
  /** SHA-256 the chunk should have, base64; null where the description is damaged. */
  checksum: string | null
}

/** What an object of a job has as its content. `objectChecksum`: its SUMMARY. */
export interface ShownContent {
  endpoint: string
  jobId: string
  object: string
  objectChecksum: string
}

/** An object, with the content it has; or everything from a name on up to the one `behind`. */
export type MaybeDamaged = { name: string; objectChecksum: string } | { name: string; behind: string }

export interface KnownDamage extends DamageList {
  /** Whether any is known at all. */
  any(endpoint: string): boolean
  /** Whether this content is damaged, whatever job that was found in. */
  isDamaged(content: ShownContent): boolean
  /** Its damaged chunks, by index, and since when each is known (milliseconds since 1970). */
  ofContent(content: ShownContent, limit: number): { chunkIndex: number; checksum: string | null; foundAt: number }[]
  /** In the order of object and index. */
  ofJob(endpoint: string, job: DamagedJob, limit: number): ObjectDamage[]
  /** The names of those of which damage is known, asked for at once. */
  among(endpoint: string, job: DamagedJob, asked: readonly MaybeDamaged[]): Set<string>
  /** The ids of those of which something is damaged, asked for at once. */
  affected(endpoint: string, jobs: readonly DamagedJob[]): Set<string>
  /** A listing shows a damaged content in this job: it counts there from now on. */
  seenIn(at: ShownContent): void
  /** Damaged chunks whose uses were not asked for since a job did something at that time, those never asked for first. */
  notLookedAt(endpoint: string, since: number, limit: number): string[]
  /** Keeps the uses of a chunk in the place of those known before. `through`: all that jobs did until then is in it. */
  setUses(of: { endpoint: string; checksum: string; through: number }, versions: readonly DamagedVersion[]): void
}

export function createKnownDamage(database: Database): KnownDamage {
  const any = database.prepare<[string], number>('SELECT 1 FROM damaged_chunk WHERE endpoint = ? LIMIT 1').pluck()
  const ofContent = database.prepare<
    [ShownContent & { limit: number }],
    { chunkIndex: number; checksum: string | null; foundAt: number }
  >(
    `SELECT chunk_index AS chunkIndex, checksum, min(found_at) AS foundAt FROM (
       SELECT chunk_index, checksum, found_at FROM damaged_chunk
         WHERE endpoint = @endpoint AND object_checksum = @objectChecksum
           AND (chunk_index >= 0 OR (job_id = @jobId AND object = @object))
       UNION ALL
       SELECT hit.chunk_index, hit.checksum, found.found_at
         FROM damage_hit AS hit JOIN damaged_chunk AS found ON found.checksum = hit.checksum AND found.endpoint = hit.endpoint
         WHERE hit.endpoint = @endpoint AND hit.object_checksum = @objectChecksum
           AND (hit.chunk_index >= 0 OR hit.object = @object))
     GROUP BY chunk_index, checksum ORDER BY chunk_index LIMIT @limit`,
  )
  const inStretch = `hit.endpoint = @endpoint AND hit.resource = @arn AND hit.vault = @vault
    AND hit.from_at <= @created AND (hit.to_at IS NULL OR hit.to_at >= @created)`
  type AskedJob = { endpoint: string; id: string; arn: string | null; vault: string | null; created: number | null }
  const ofJob = database.prepare<[AskedJob & { limit: number }], ObjectDamage>(
    `SELECT object, object_checksum AS objectChecksum, chunk_index AS chunkIndex, checksum FROM (
       SELECT object, object_checksum, chunk_index, checksum FROM damaged_chunk
         WHERE endpoint = @endpoint AND job_id = @id
       UNION
       SELECT object, object_checksum, chunk_index, checksum FROM damage_hit AS hit WHERE ${inStretch})
     ORDER BY object, chunk_index LIMIT @limit`,
  )
  const among = database
    .prepare<[AskedJob & { asked: string }], string>(
      `SELECT row.value ->> 'name' FROM json_each(@asked) AS row WHERE CASE WHEN row.value ->> 'behind' IS NULL
         THEN EXISTS (SELECT 1 FROM damaged_chunk
             WHERE endpoint = @endpoint AND object_checksum = row.value ->> 'objectChecksum'
               AND (chunk_index >= 0 OR (job_id = @id AND object = row.value ->> 'name')))
           OR EXISTS (SELECT 1 FROM damage_hit
             WHERE endpoint = @endpoint AND object_checksum = row.value ->> 'objectChecksum'
               AND (chunk_index >= 0 OR object = row.value ->> 'name'))
         ELSE EXISTS (SELECT 1 FROM damaged_chunk WHERE endpoint = @endpoint AND job_id = @id
             AND object >= row.value ->> 'name' AND object < row.value ->> 'behind')
           OR EXISTS (SELECT 1 FROM damage_hit AS hit
             WHERE ${inStretch} AND object >= row.value ->> 'name' AND object < row.value ->> 'behind')
         END`,
    )
    .pluck()
  const foundIn = database
    .prepare<[string], string>('SELECT DISTINCT job_id FROM damaged_chunk WHERE endpoint = ?')
    .pluck()
  const stretches = database.prepare<[string], { arn: string; vault: string; fromAt: number; toAt: number | null }>(
    `SELECT DISTINCT resource AS arn, vault, from_at AS fromAt, to_at AS toAt FROM damage_hit WHERE endpoint = ?`,
  )
  const seenIn = database.prepare<[ShownContent]>(
    `INSERT OR IGNORE INTO damaged_chunk
       (endpoint, job_id, object, chunk_index, object_checksum, checksum, reason, found_at)
     SELECT endpoint, @jobId, @object, chunk_index, object_checksum, checksum, reason, min(found_at)
     FROM damaged_chunk WHERE endpoint = @endpoint AND object_checksum = @objectChecksum AND chunk_index >= 0
     GROUP BY chunk_index`,
  )
  const notLookedAt = database
    .prepare<[{ endpoint: string; since: number; limit: number }], string>(
      `SELECT found.checksum FROM (SELECT DISTINCT checksum FROM damaged_chunk
           WHERE endpoint = @endpoint AND checksum IS NOT NULL) AS found
         LEFT JOIN damage_look AS look ON look.endpoint = @endpoint AND look.checksum = found.checksum
       WHERE look.through IS NULL OR look.through < @since ORDER BY look.through, found.checksum LIMIT @limit`,
    )
    .pluck()
  const setLook = database.prepare<[string, string, number]>(
    'INSERT OR REPLACE INTO damage_look (endpoint, checksum, through) VALUES (?, ?, ?)',
  )
  const forget = database.prepare<[string, string]>('DELETE FROM damage_hit WHERE endpoint = ? AND checksum = ?')
  const add = database.prepare<[DamagedVersion & { endpoint: string; checksum: string }]>(
    `INSERT OR REPLACE INTO damage_hit
       (endpoint, checksum, resource, vault, object, from_at, to_at, object_checksum, chunk_index)
     VALUES (@endpoint, @checksum, @resource, @vault, @object, @fromAt, @toAt, @objectChecksum, @chunkIndex)`,
  )
  const asked = (endpoint: string, { id, arn, vault, created }: DamagedJob): AskedJob => ({
    endpoint,
    id,
    arn: arn ?? null,
    vault: vault ?? null,
    created: created ?? null,
  })
  return {
    ...createDamageList(database),
    any: (endpoint) => any.get(endpoint) !== undefined,
    isDamaged: (content) => ofContent.get({ ...content, limit: 1 }) !== undefined,
    ofContent: (content, limit) => ofContent.all({ ...content, limit }),
    ofJob: (endpoint, job, limit) => ofJob.all({ ...asked(endpoint, job), limit }),
    among: (endpoint, job, rows) => new Set(among.all({ ...asked(endpoint, job), asked: JSON.stringify(rows) })),
    affected(endpoint, jobs) {
      const found = new Set(foundIn.all(endpoint))
      if (found.size === 0) return found // nothing is known to be damaged
      const of = Map.groupBy(stretches.all(endpoint), (stretch) => JSON.stringify([stretch.arn, stretch.vault]))
      const isHit = ({ id, arn, vault, created }: DamagedJob) =>
        found.has(id) ||
        (created !== undefined &&
          of
            .get(JSON.stringify([arn, vault]))
            ?.some(({ fromAt, toAt }) => fromAt <= created && created <= (toAt ?? created)))
      return new Set(jobs.filter(isHit).map(({ id }) => id))
    },
    seenIn: (at) => void seenIn.run(at),
    notLookedAt: (endpoint, since, limit) => notLookedAt.all({ endpoint, since, limit }),
    setUses: database.transaction(
      ({ endpoint, checksum, through }: Parameters<KnownDamage['setUses']>[0], versions) => {
        forget.run(endpoint, checksum)
        for (const version of versions as readonly DamagedVersion[]) add.run({ ...version, endpoint, checksum })
        setLook.run(endpoint, checksum, through)
      },
    ).immediate,
  }
}
