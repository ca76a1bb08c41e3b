import BetterSqlite3, { type Database } from 'better-sqlite3'
import { IndexFormatError } from '../../index-store.ts'

/** Older SQLites can corrupt a WAL database when two connections write and checkpoint at once. */
const OLDEST_SQLITE = [3, 51, 3]

/** What every connection must run with; asked back, because a build or a file system may silently refuse. */
const settings: Record<string, string | number> = {
  journal_mode: 'wal',
  synchronous: 2, // FULL: a commit is on the disk before it is answered
  foreign_keys: 1,
  busy_timeout: 5000,
  trusted_schema: 0,
  cell_size_check: 1,
  fullfsync: 1, // macOS; no effect elsewhere
  checkpoint_fullfsync: 1,
  journal_size_limit: 67_108_864,
  cache_size: -16_384, // KiB; what is not in it is in the system's own cache
}

/**
 * Opens a connection with the settings durability rests on.
 *
 * @throws {IndexFormatError} SQLite is too old or does not hold to a setting.
 */
export function connect(file: string, role: 'writer' | 'reader'): Database {
  const db = new BetterSqlite3(file)
  try {
    const version = db.prepare('SELECT sqlite_version()').pluck().get() as string
    if (!isAtLeast(version, OLDEST_SQLITE))
      throw new IndexFormatError(
        `SQLite ${version} is too old, ${OLDEST_SQLITE.join('.')} is needed; install Thaw's dependencies anew, they bring it`,
      )
    for (const [name, value] of Object.entries({ ...settings, query_only: role === 'reader' ? 1 : 0 })) {
      db.pragma(`${name} = ${value}`)
      const actual = db.pragma(name, { simple: true })
      if (actual !== value)
        throw new IndexFormatError(
          `SQLite did not take ${name} = ${value} for ${file}, it stands at ${actual}; keep the data folder on a local disk`,
        )
    }
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** Compares dotted versions by number. */
export function isAtLeast(version: string, floor: readonly number[]): boolean {
  const parts = version.split('.').map(Number)
  for (const [i, least] of floor.entries()) {
    const part = parts[i] ?? 0
    if (part !== least) return part > least
  }
  return true
}
