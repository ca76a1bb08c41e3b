import type { Database } from 'better-sqlite3'

/** One object of a planned archive. */
export interface PlannedEntry {
  /** From 0, in the order of the archive. */
  position: number
  /** Where its head begins, counted from the first entry that is an object; null for one that is left out. */
  place: number | null
  /** Its name in the archive. */
  name: string
  type: 'file' | 'directory' | 'symlink'
  size: number
  /** Nanoseconds since 1970. */
  mtime: bigint
  mode: number
  target: string | null
  /** Numbers and names, as metadata strings have them. */
  owner: string | null
  /** Extended attributes: JSON of pairs, values in base64. */
  xattrs: string | null
  /** The name in the archive that this is another name of: its content stands there. */
  link: string | null
  /** Where data lies, JSON of [offset, length], where the rest is left out as holes. */
  segments: string | null
  /** Known when the places were fixed: it stands in the entry's head. */
  crc32: number | null
  /** Of the whole content, base64, where it was known beforehand. */
  sha256: string | null
  /** The object's own name. */
  object: string
  /** SUMMARY. */
  checksum: string
  chunks: number | null
  token: string | null
  /** Of an object of one chunk: its chunk's token, where the listing told it. */
  chunkToken: string | null
  /** Why it is left out. */
  skipped: string | null
  /** What of it the archive does not hold, in words. */
  without: string | null
  /** Known to be damaged when the archive was planned. */
  damaged: boolean
}

/** An entry as a read needs it, with the CRC-32 that was found since. */
export type StoredEntry = PlannedEntry & { learnedCrc32: number | null }

/** A folder that only other names imply, or one with an entry of its own. */
export type NameKind = 'file' | 'folder' | 'folder entry'

/** Names taken in one archive, by the key under which common file systems compare them. */
export interface TakenNames {
  kindOf(key: string): NameKind | undefined
  take(key: string, kind: NameKind): void
  /** The next number for an alternative to a taken name; from 2. */
  nextNumber(key: string): number
}

export interface EntryTable {
  /** Runs `write` as one transaction. */
  inOneWrite<T>(write: () => T): T
  append(planId: string, entries: readonly PlannedEntry[]): void
  names(planId: string): TakenNames
  /** Entries from a position on, those left out included. */
  from(planId: string, position: number, limit: number): StoredEntry[]
  /** Entries of the archive from the one that holds byte `place` on, or behind a place. */
  holding(planId: string, place: number, limit: number): StoredEntry[]
  behind(planId: string, place: number, limit: number): StoredEntry[]
  /** Entries a person should hear of: other name, left out, damaged. */
  notable(planId: string, position: number, limit: number): StoredEntry[]
  /** Whether the CRC-32 of every content whose entry begins in front of `place` is known. */
  crcsKnownBefore(planId: string, place: number): boolean
}

type Row = Omit<StoredEntry, 'mtime' | 'damaged'> & { mtime: string; damaged: number }

const select = `SELECT position, place, name, type, size, mtime, mode, target, owner, xattrs, link, segments,
    archive_entry.crc32, archive_entry.sha256,
    object, checksum, chunks, token, chunk_token AS chunkToken, skipped, without, damaged, known_content.crc32 AS learnedCrc32
  FROM archive_entry LEFT JOIN known_content USING (checksum)`

export function createEntryTable(database: Database): EntryTable {
  const append = database.prepare<[object]>(
    `INSERT INTO archive_entry (plan_id, position, place, name, type, size, mtime, mode, target, owner, xattrs, link, segments, crc32,
       sha256, object, checksum, chunks, token, chunk_token, skipped, without, damaged)
     VALUES (@planId, @position, @place, @name, @type, @size, @mtime, @mode, @target, @owner, @xattrs, @link, @segments, @crc32,
       @sha256, @object, @checksum, @chunks, @token, @chunkToken, @skipped, @without, @damaged)`,
  )
  const kindOf = database
    .prepare<[string, string], NameKind>('SELECT kind FROM archive_name WHERE plan_id = ? AND key = ?')
    .pluck()
  const take = database.prepare<[string, string, NameKind]>(
    'INSERT INTO archive_name (plan_id, key, kind) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET kind = excluded.kind',
  )
  const nextNumber = database
    .prepare<[string, string], number>(
      'UPDATE archive_name SET next = next + 1 WHERE plan_id = ? AND key = ? RETURNING next - 1',
    )
    .pluck()
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
    inOneWrite: (write) => database.transaction(write).immediate(),
    append(planId, entries) {
      for (const entry of entries)
        append.run({ ...entry, planId, mtime: String(entry.mtime), damaged: entry.damaged ? 1 : 0 })
    },
    names: (planId) => ({
      kindOf: (key) => kindOf.get(planId, key),
      take: (key, kind) => void take.run(planId, key, kind),
      nextNumber: (key) => nextNumber.get(planId, key) ?? 2,
    }),
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
