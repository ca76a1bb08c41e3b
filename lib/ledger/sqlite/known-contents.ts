import type { Database } from 'better-sqlite3'
import type { KnownContent, KnownContents } from '../known-contents.ts'
import type { Synchronous } from './synchronous.ts'

export function createKnownContents(database: Database): Synchronous<KnownContents> {
  const find = database.prepare<[string], { sha256: string | null; crc32: number | null }>(
    'SELECT sha256, crc32 FROM known_content WHERE checksum = ?',
  )
  const learn = database.prepare<[string, string | null, number | null]>(
    `INSERT INTO known_content VALUES (?, ?, ?) ON CONFLICT DO UPDATE
     SET sha256 = coalesce(excluded.sha256, sha256), crc32 = coalesce(excluded.crc32, crc32)`,
  )
  function known(checksum: string): KnownContent {
    const row = find.get(checksum)
    return { sha256: row?.sha256 ?? undefined, crc32: row?.crc32 ?? undefined }
  }
  return {
    find: known,
    findAll: (checksums) => checksums.map(known),
    learn(found) {
      for (const { checksum, sha256, crc32 } of found) learn.run(checksum, sha256 ?? null, crc32 ?? null)
    },
  }
}
