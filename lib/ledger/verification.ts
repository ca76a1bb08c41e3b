/**
 * What was hash-checked, and when. Whoever read contents from first byte to last, each byte verified, says so:
 *
 *   ledger.verification.recordVerified({ endpoint, jobId, contents: [{ checksum, bytes }], at })
 *
 * `checksum` is the object's SUMMARY, `bytes` its length, `at` milliseconds since 1970. One write to disk a call: a
 * reader of many objects gathers some before it calls. Reading a part of an object is not recorded.
 *
 * What a verification read counts for every job that shows the same; see shared-content.ts.
 *
 * A job's coverage is exact at the moment a verification of the whole job ends, since that one looked at every object.
 * What is recorded afterwards, and everything for a job that was never verified as a whole, is a lower bound: a content
 * that was read for another job, or that stands under several names, is counted once at most.
 */
import type { Database } from 'better-sqlite3'
import { createSharedContent, type InheritedCoverage } from './shared-content.ts'

/** A content that was read whole and found good. */
export interface VerifiedContent {
  /** SUMMARY of the object, base64. */
  checksum: string
  bytes: number
}

/** Which part of a job was hash-checked, and when. Times are milliseconds since 1970. */
export interface Coverage {
  jobId: string
  /** Objects verified, and their bytes. */
  objects: number
  bytes: number
  /** Of the whole job when it was last verified as a whole; null: never. Until then the figures are a lower bound. */
  totalObjects: number | null
  totalBytes: number | null
  /** When the part verified longest ago and the part verified last were. */
  oldestAt: number
  newestAt: number
  /** When a verification of the whole job last ended; null: never. */
  countedAt: number | null
}

export interface VerificationTable {
  recordVerified(read: { endpoint: string; jobId: string; contents: readonly VerifiedContent[]; at: number }): void
  /** The same where the job is counted by `setCoverage` once all of it is done. */
  remember(endpoint: string, checksum: string, at: number): void
  /** When contents were last verified; undefined for one that never was. Answer by answer. */
  verifiedAt(endpoint: string, checksums: readonly string[]): (number | undefined)[]
  /** A content was found damaged: what was known of it holds no longer. */
  forgetContent(endpoint: string, checksum: string): void
  /** Replaces what is known of a job by the count of a verification of the whole of it. */
  setCoverage(endpoint: string, coverage: Coverage & { countedAt: number }): void
  /** Of those jobs of which anything was verified, for them or for jobs that show the same. */
  coverage(endpoint: string, jobIds: readonly string[]): Coverage[]
}

export function createVerificationTable(database: Database): VerificationTable {
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
  return {
    recordVerified: database.transaction(
      ({ endpoint, jobId, contents, at }: Parameters<VerificationTable['recordVerified']>[0]) => {
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
      },
    ).immediate,
    remember: (endpoint, checksum, at) => void remember.run(endpoint, digest(checksum), at),
    verifiedAt: (endpoint, checksums) => checksums.map((checksum) => known.get(endpoint, digest(checksum))),
    forgetContent: (endpoint, checksum) => void forget.run(endpoint, digest(checksum)),
    setCoverage: database.transaction((endpoint: string, coverage: Coverage) => {
      set.run({ ...coverage, endpoint })
      uncount.run(endpoint, coverage.jobId)
    }).immediate,
    coverage: (endpoint, jobIds) =>
      jobIds
        .map((jobId) => withInherited(jobId, find.get(endpoint, jobId), shared.inherited(endpoint, jobId)))
        .filter((coverage) => coverage !== undefined),
  }
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
