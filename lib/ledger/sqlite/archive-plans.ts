import type { Database } from 'better-sqlite3'
import type { ArchivePlan, ArchivePlans, PlanTotals } from '../archive-plans.ts'
import { createEntryTable } from './archive-entries.ts'
import type { Owners } from './owners.ts'
import type { Synchronous } from './synchronous.ts'

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
  owner: string | null
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

/** What becomes of a plan that was being made when its owner went. */
const abandoned = { state: 'failed', failure: 'Thaw was stopped while it planned this archive.' } as const

export function createArchivePlans(database: Database, owners: Owners): Synchronous<ArchivePlans> {
  const create = database.prepare<[object]>(
    `INSERT INTO archive_plan
       (id, endpoint, job_id, format, title, selection, intact, naming, created_at, expires_at, state, owner)
     VALUES (@id, @endpoint, @jobId, @format, @title, @selection, @intact, @naming, @createdAt, @expiresAt, 'planning', @owner)`,
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
  const forgetNames = database.prepare<[string]>('DELETE FROM archive_name WHERE plan_id = ?')
  const remove = database.prepare<[string]>('UPDATE archive_plan SET expires_at = 0 WHERE id = ?')
  function count(id: string, totals: PlanTotals): void {
    counted.run({ id, ...totals, distinctAtMost: totals.distinctAtMost ? 1 : 0 })
  }
  const { add, ...entries } = createEntryTable(database)
  return {
    ...entries,
    create: (plan) => void create.run({ ...plan, intact: plan.intact ? 1 : 0, owner: owners.own() }),
    find(id, now) {
      const row = find.get(id, now)
      if (row?.state === 'planning' && !owners.isThere(row.owner)) return toPlan({ ...row, ...abandoned })
      return row && toPlan(row)
    },
    append(id, { entries, names, totals }) {
      add(id, entries, names)
      count(id, totals)
    },
    ready(id, totals, layout) {
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
    },
    failed: (id, failure) => void failed.run(failure, id),
    hashed: (id, sha256) => void hashed.run(sha256, id),
    sweep(now, limit) {
      const id = expired.get(now)
      if (id !== undefined && forgetEntries.run(id, id, limit).changes < limit) forgetPlan.run(id)
      return id !== undefined
    },
    remove: (id) => void remove.run(id),
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
