import type { Database } from 'better-sqlite3'
import type { DamagedJob, DamagedVersion, KnownDamage, ObjectDamage, ShownContent } from '../known-damage.ts'
import { createDamageList } from './damage-list.ts'
import type { Synchronous } from './synchronous.ts'

export function createKnownDamage(database: Database): Synchronous<KnownDamage> {
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
    seenIn(shown) {
      for (const one of shown) seenIn.run(one)
    },
    notLookedAt: (endpoint, since, limit) => notLookedAt.all({ endpoint, since, limit }),
    setUses({ endpoint, checksum, through }, versions) {
      forget.run(endpoint, checksum)
      for (const version of versions) add.run({ ...version, endpoint, checksum })
      setLook.run(endpoint, checksum, through)
    },
  }
}
