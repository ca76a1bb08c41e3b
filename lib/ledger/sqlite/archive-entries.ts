import type { Database } from 'better-sqlite3'
import type { EntryTable, PlannedEntry, StoredEntry, TakenName } from '../archive-entries.ts'
import type { Synchronous } from './synchronous.ts'

type Row = Omit<StoredEntry, 'mtime' | 'damaged'> & { mtime: string; damaged: number }

const select = `SELECT position, place, name, type, size, mtime, mode, target, owner, xattrs, link, segments,
    archive_entry.crc32, archive_entry.sha256,
    object, checksum, chunks, token, chunk_token AS chunkToken, skipped, without, damaged, known_content.crc32 AS learnedCrc32
  FROM archive_entry LEFT JOIN known_content USING (checksum)`

export function createEntryTable(database: Database): Synchronous<EntryTable> & {
  add(planId: string, entries: readonly PlannedEntry[], taken: readonly TakenName[]): void
} {
  const append = database.prepare<[object]>(
    `INSERT INTO archive_entry (plan_id, position, place, name, type, size, mtime, mode, target, owner, xattrs, link, segments, crc32,
       sha256, object, checksum, chunks, token, chunk_token, skipped, without, damaged)
     VALUES (@planId, @position, @place, @name, @type, @size, @mtime, @mode, @target, @owner, @xattrs, @link, @segments, @crc32,
       @sha256, @object, @checksum, @chunks, @token, @chunkToken, @skipped, @without, @damaged)`,
  )
  const names = database.prepare<[string, string], TakenName>(
    `SELECT key, kind, next FROM archive_name WHERE plan_id = ? AND key IN (SELECT value FROM json_each(?))`,
  )
  const take = database.prepare<[TakenName & { planId: string }]>(
    `INSERT INTO archive_name (plan_id, key, kind, next) VALUES (@planId, @key, @kind, @next)
     ON CONFLICT DO UPDATE SET kind = excluded.kind, next = excluded.next`,
  )
  const from = database.prepare<[string, number, number], Row>(
    `${select} WHERE plan_id = ? AND position >= ? ORDER BY position LIMIT ?`,
  )
  const behind = database.prepare<[string, number, number], Row>(
    `${select} WHERE plan_id = ? AND place > ? ORDER BY place LIMIT ?`,
  )
  const holding = database.prepare<[string, string, number, number], Row>(
    `${select} WHERE plan_id = ?
       AND place >= (SELECT coalesce(max(place), 0) FROM archive_entry WHERE plan_id = ? AND place <= ?)
     ORDER BY place LIMIT ?`,
  )
  const notable = database.prepare<[string, number, number], Row>(
    `${select} WHERE plan_id = ? AND position >= ? AND (skipped IS NOT NULL OR damaged = 1 OR name <> object)
     ORDER BY position LIMIT ?`,
  )
  const unknownCrc = database
    .prepare<[string, number], number>(
      `SELECT 1 FROM archive_entry LEFT JOIN known_content USING (checksum)
       WHERE plan_id = ? AND place < ? AND type = 'file' AND size > 0
         AND coalesce(archive_entry.crc32, known_content.crc32) IS NULL LIMIT 1`,
    )
    .pluck()
  return {
    add(planId, entries, taken) {
      for (const entry of entries)
        append.run({ ...entry, planId, mtime: String(entry.mtime), damaged: entry.damaged ? 1 : 0 })
      for (const name of taken) take.run({ ...name, planId })
    },
    names: (planId, keys) => names.all(planId, JSON.stringify(keys)),
    from: (planId, position, limit) => from.all(planId, position, limit).map(toEntry),
    holding: (planId, place, limit) => holding.all(planId, planId, place, limit).map(toEntry),
    behind: (planId, place, limit) => behind.all(planId, place, limit).map(toEntry),
    notable: (planId, position, limit) => notable.all(planId, position, limit).map(toEntry),
    crcsKnownBefore: (planId, place) => unknownCrc.get(planId, place) === undefined,
  }
}

function toEntry(row: Row): StoredEntry {
  return { ...row, mtime: BigInt(row.mtime), damaged: row.damaged === 1 }
}
