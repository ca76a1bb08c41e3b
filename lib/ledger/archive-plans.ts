import type { Database } from 'better-sqlite3'
import { createEntryTable, type EntryTable } from './archive-entries.ts'

/** An archive to be delivered, as it was planned. Bytes and times (milliseconds since 1970) are numbers. */
export interface ArchivePlan {
  id: string
  endpoint: string
  jobId: string
  format: 'tar' | 'zip'
  /** The archive's file name without its extension. */
  title: string
  /** What was asked for, for people: JSON of names and prefixes. */
  selection: string
  /** Objects known to be damaged are left out. */
  intact: boolean
  /** What the names in it are made for: every system, or Linux and macOS. */
  naming: 'portable' | 'unix'
  createdAt: number
  expiresAt: number
  state: 'planning' | 'ready' | 'failed'
  /** Why it failed. */
  failure: string | null
  totals: PlanTotals
  layout: PlanLayout
  /** Of the whole archive, base64; known once it was delivered from its first byte to its last. */
  sha256: string | null
}

/** Counts of objects and the bytes of their contents. */
export interface PlanTotals {
  objects: number
  bytes: number
  /** Objects whose names in the archive are not their own. */
  changed: number
  skipped: number
  /** Objects known to be damaged, left out or not. */
  damaged: number
  /** Bytes of the chunks, each distinct one counted once. */
  distinctBytes: number
  /** `distinctBytes` is the most it can be: not every list of chunks was looked at. */
  distinctAtMost: boolean
}

/** What is generated and stands first, and the shape of the whole. */
export interface PlanLayout {
  manifest: { length: number; crc32: number }
  /** Length 0: there is none. */
  sums: { length: number; crc32: number }
  /** As the archive counts them. */
  entries: number
  contentEnd: number
  directoryLength: number
}

export interface ArchivePlans extends EntryTable {
  create(
    plan: Pick<
      ArchivePlan,
      'id' | 'endpoint' | 'jobId' | 'format' | 'title' | 'selection' | 'intact' | 'naming' | 'createdAt' | 'expiresAt'
    >,
  ): void
  find(id: string, now: number): ArchivePlan | undefined
  counted(id: string, totals: PlanTotals): void
  ready(id: string, totals: PlanTotals, layout: PlanLayout): void
  failed(id: string, failure: string): void
  /** The archive was delivered whole. */
  hashed(id: string, sha256: string): void
  /**
   * Forgets a part of what expired, at most `limit` entries, so that no one waits for a large plan to go.
   *
   * @returns whether there may be more.
   */
  sweep(now: number, limit: number): boolean
  /** Lets the plan expire at once. */
  remove(id: string): void
  /** Plans that were being made when a process ended will never be ready. */
  failUnfinished(): void
}

interface Row {
  id: string
  endpoint: string
  job_id: string
  format: 'tar' | 'zip'
  title: string
  selection: string
  intact: number
  naming: ArchivePlan['naming']
  created_at: number
  expires_at: number
  state: ArchivePlan['state']
  failure: string | null
  objects: number
  bytes: number
  changed: number
  skipped: number
  damaged: number
  distinct_bytes: number
  distinct_at_most: number
  sha256: string | null
  manifest_length: number
  manifest_crc32: number
  sums_length: number
  sums_crc32: number
  entries: number
  content_end: number
  directory_length: number
}

export function createArchivePlans(database: Database): ArchivePlans {
  const create = database.prepare<[object]>(
    `INSERT INTO archive_plan
       (id, endpoint, job_id, format, title, selection, intact, naming, created_at, expires_at, state)
     VALUES (@id, @endpoint, @jobId, @format, @title, @selection, @intact, @naming, @createdAt, @expiresAt, 'planning')`,
  )
  const expired = database
    .prepare<[number], string>('SELECT id FROM archive_plan WHERE expires_at <= ? LIMIT 1')
    .pluck()
  const forgetEntries = database.prepare<[string, string, number]>(
    `DELETE FROM archive_entry WHERE plan_id = ? AND position IN
       (SELECT position FROM archive_entry WHERE plan_id = ? LIMIT ?)`,
  )
  const forgetPlan = database.prepare<[string]>('DELETE FROM archive_plan WHERE id = ?')
  const find = database.prepare<[string, number], Row>('SELECT * FROM archive_plan WHERE id = ? AND expires_at > ?')
  const counted = database.prepare<[object]>(
    `UPDATE archive_plan SET objects = @objects, bytes = @bytes, changed = @changed, skipped = @skipped,
       damaged = @damaged, distinct_bytes = @distinctBytes, distinct_at_most = @distinctAtMost WHERE id = @id`,
  )
  const laidOut = database.prepare<[object]>(
    `UPDATE archive_plan SET state = 'ready', manifest_length = @manifestLength, manifest_crc32 = @manifestCrc32,
       sums_length = @sumsLength, sums_crc32 = @sumsCrc32, entries = @entries, content_end = @contentEnd,
       directory_length = @directoryLength WHERE id = @id`,
  )
  const failed = database.prepare<[string, string]>(
    `UPDATE archive_plan SET state = 'failed', failure = ? WHERE id = ?`,
  )
  const hashed = database.prepare<[string, string]>('UPDATE archive_plan SET sha256 = ? WHERE id = ?')
  const failUnfinished = database.prepare<[]>(
    `UPDATE archive_plan SET state = 'failed', failure = 'Thaw was stopped while it planned this archive.'
     WHERE state = 'planning'`,
  )
  const forgetNames = database.prepare<[string]>('DELETE FROM archive_name WHERE plan_id = ?')
  const remove = database.prepare<[string]>('UPDATE archive_plan SET expires_at = 0 WHERE id = ?')
  function count(id: string, totals: PlanTotals): void {
    counted.run({ id, ...totals, distinctAtMost: totals.distinctAtMost ? 1 : 0 })
  }
  return {
    ...createEntryTable(database),
    create: (plan) => void create.run({ ...plan, intact: plan.intact ? 1 : 0 }),
    find(id, now) {
      const row = find.get(id, now)
      return row && toPlan(row)
    },
    counted: count,
    ready: database.transaction((id: string, totals: PlanTotals, layout: PlanLayout) => {
      count(id, totals)
      const { manifest, sums, ...shape } = layout
      laidOut.run({
        id,
        ...shape,
        manifestLength: manifest.length,
        manifestCrc32: manifest.crc32,
        sumsLength: sums.length,
        sumsCrc32: sums.crc32,
      })
      forgetNames.run(id)
    }).immediate,
    failed: (id, failure) => void failed.run(failure, id),
    hashed: (id, sha256) => void hashed.run(sha256, id),
    sweep: database.transaction((now: number, limit: number) => {
      const id = expired.get(now)
      if (id !== undefined && forgetEntries.run(id, id, limit).changes < limit) forgetPlan.run(id)
      return id !== undefined
    }).immediate,
    remove: (id) => void remove.run(id),
    failUnfinished: () => void failUnfinished.run(),
  }
}

function toPlan(row: Row): ArchivePlan {
  const { id, endpoint, format, title, selection, naming, state, failure, sha256 } = row
  const { objects, bytes, changed, skipped, damaged } = row
  return {
    ...{ id, endpoint, format, title, selection, naming, state, failure, sha256 },
    jobId: row.job_id,
    intact: row.intact === 1,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    totals: {
      ...{ objects, bytes, changed, skipped, damaged },
      distinctBytes: row.distinct_bytes,
      distinctAtMost: row.distinct_at_most === 1,
    },
    layout: {
      manifest: { length: row.manifest_length, crc32: row.manifest_crc32 },
      sums: { length: row.sums_length, crc32: row.sums_crc32 },
      entries: row.entries,
      contentEnd: row.content_end,
      directoryLength: row.directory_length,
    },
  }
}
