import type { Database } from 'better-sqlite3'
import type { DamagedChunk } from '../damaged-chunks.ts'
import type { InheritedCoverage } from '../shared-content.ts'
import type { Coverage, VerificationTable } from '../verification.ts'
import type { Finding } from '../walked.ts'
import { createDamagedChunks } from './damaged-chunks.ts'
import { createSharedContent } from './shared-content.ts'
import type { Synchronous } from './synchronous.ts'

export function createVerificationTable(database: Database): Synchronous<VerificationTable> {
  const known = database
    .prepare<[string, Buffer], number>('SELECT at FROM verified_content WHERE endpoint = ? AND checksum = ?')
    .pluck()
  const remember = database.prepare<[string, Buffer, number]>(
    `INSERT INTO verified_content VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET at = max(at, excluded.at)`,
  )
  const forget = database.prepare<[string, Buffer]>('DELETE FROM verified_content WHERE endpoint = ? AND checksum = ?')
  const countOnce = database.prepare<[string, string, Buffer]>('INSERT OR IGNORE INTO counted_content VALUES (?, ?, ?)')
  const uncount = database.prepare<[string, string]>('DELETE FROM counted_content WHERE endpoint = ? AND job_id = ?')
  const counted = database
    .prepare<[string, string], number>(
      'SELECT 1 FROM job_coverage WHERE endpoint = ? AND job_id = ? AND counted_at IS NOT NULL',
    )
    .pluck()
  const add = database.prepare<[Omit<Coverage, 'countedAt'> & { endpoint: string }]>(
    `INSERT INTO job_coverage
       (endpoint, job_id, objects, bytes, total_objects, total_bytes, oldest_at, newest_at)
     VALUES (@endpoint, @jobId, @objects, @bytes, @totalObjects, @totalBytes, @oldestAt, @newestAt)
     ON CONFLICT DO UPDATE SET
       objects = min(objects + excluded.objects, coalesce(total_objects, objects + excluded.objects)),
       bytes = min(bytes + excluded.bytes, coalesce(total_bytes, bytes + excluded.bytes)),
       newest_at = max(newest_at, excluded.newest_at)`,
  )
  const set = database.prepare<[Coverage & { endpoint: string }]>(
    `INSERT OR REPLACE INTO job_coverage VALUES
       (@endpoint, @jobId, @objects, @bytes, @totalObjects, @totalBytes, @oldestAt, @newestAt, @countedAt)`,
  )
  const find = database.prepare<[string, string], Coverage>(
    `SELECT job_id AS jobId, objects, bytes, total_objects AS totalObjects, total_bytes AS totalBytes,
       oldest_at AS oldestAt, newest_at AS newestAt, counted_at AS countedAt
     FROM job_coverage WHERE endpoint = ? AND job_id = ?`,
  )
  const shared = createSharedContent(database)
  const damagedChunks = createDamagedChunks(database)

  const recordVerified: Recording['recordVerified'] = ({ endpoint, jobId, contents, at }) => {
    const sum = { objects: 0, bytes: 0 }
    const isCounted = counted.get(endpoint, jobId) !== undefined
    for (const { checksum, bytes } of contents) {
      const content = digest(checksum)
      const before = isCounted ? known.get(endpoint, content) : undefined
      remember.run(endpoint, content, at)
      // What was known when the whole job was counted is in that count; what came since may be, so it is left out.
      if (before !== undefined) continue
      if (countOnce.run(endpoint, jobId, content).changes === 0) continue
      sum.objects++
      sum.bytes += bytes
    }
    if (contents.length > 0)
      add.run({ endpoint, jobId, ...sum, totalObjects: null, totalBytes: null, oldestAt: at, newestAt: at })
  }

  const record: Recording['record'] = ({ endpoint, jobId, facts, countsEach }) => {
    for (const fact of facts) {
      if (fact.kind === 'finding') {
        forget.run(endpoint, digest(fact.finding.objectChecksum))
        if (fact.isListed) damagedChunks.record({ ...damageOf(fact.finding), endpoint, jobId })
      } else if (fact.kind === 'chunk') damagedChunks.healChunk(endpoint, fact.checksum)
      else {
        const { name: object, checksum, bytes, at } = fact
        if (countsEach) recordVerified({ endpoint, jobId, contents: [{ checksum, bytes }], at })
        else remember.run(endpoint, digest(checksum), at)
        damagedChunks.healObject({ endpoint, jobId, object, objectChecksum: checksum })
      }
    }
  }

  return {
    record,
    recordVerified,
    verifiedAt: (endpoint, checksums) => checksums.map((checksum) => known.get(endpoint, digest(checksum))),
    forgetContent: (endpoint, checksum) => void forget.run(endpoint, digest(checksum)),
    setCoverage(endpoint, coverage) {
      set.run({ ...coverage, endpoint })
      uncount.run(endpoint, coverage.jobId)
    },
    coverage: (endpoint, jobIds) =>
      jobIds
        .map((jobId) => withInherited(jobId, find.get(endpoint, jobId), shared.inherited(endpoint, jobId)))
        .filter((coverage) => coverage !== undefined),
  }
}

type Recording = Synchronous<VerificationTable>

function damageOf({ chunkOffset: _, ...damage }: Finding): Omit<DamagedChunk, 'endpoint' | 'jobId'> {
  return damage
}

/** What was read for the job itself, or for another job, whichever says more; of the same the newer. */
function withInherited(
  jobId: string,
  own: Coverage | undefined,
  inherited: InheritedCoverage | undefined,
): Coverage | undefined {
  if (!inherited) return own
  if (!own) return { jobId, ...inherited, totalObjects: null, totalBytes: null, countedAt: null }
  const isMore = inherited.objects >= own.objects && inherited.bytes >= own.bytes
  const isSame = inherited.objects === own.objects && inherited.bytes === own.bytes
  return isMore && (!isSame || inherited.oldestAt > own.oldestAt) ? { ...own, ...inherited } : own
}

const digest = (checksum: string): Buffer => Buffer.from(checksum, 'base64')
