import type { Database } from 'better-sqlite3'

/** What is known of an object's whole content beside its SUMMARY, found by reading it from first byte to last. */
export interface KnownContent {
  /** Of the whole content, base64. */
  sha256?: string | undefined
  crc32?: number | undefined
}

/** By SUMMARY checksum: what holds for one object holds for every object with the same. */
export interface KnownContents {
  find(checksum: string): KnownContent
  /** Adds to what is known; one write to disk for all of them. */
  learn(found: readonly ({ checksum: string } & KnownContent)[]): void
}

export function createKnownContents(database: Database): KnownContents {
  const find = database.prepare<[string], { sha256: string | null; crc32: number | null }>(
    'SELECT sha256, crc32 FROM known_content WHERE checksum = ?',
  )
  const learn = database.prepare<[string, string | null, number | null]>(
    `INSERT INTO known_content VALUES (?, ?, ?) ON CONFLICT DO UPDATE
     SET sha256 = coalesce(excluded.sha256, sha256), crc32 = coalesce(excluded.crc32, crc32)`,
  )
  return {
    find(checksum) {
      const row = find.get(checksum)
      return { sha256: row?.sha256 ?? undefined, crc32: row?.crc32 ?? undefined }
    },
    learn: database.transaction((found: readonly ({ checksum: string } & KnownContent)[]) => {
      for (const { checksum, sha256, crc32 } of found) learn.run(checksum, sha256 ?? null, crc32 ?? null)
    }).immediate,
  }
}
