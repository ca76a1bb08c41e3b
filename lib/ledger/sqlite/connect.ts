import { chmodSync } from 'node:fs'
import Database from 'better-sqlite3'
import { LedgerError } from '../ledger-error.ts'
import { asLedgerError } from './errors.ts'
import { migrations } from './migrations.ts'

/**
 * A connection to the ledger. The writer's creates or upgrades it.
 *
 * @param check reads all of it, to find damage now.
 * @throws {LedgerError}
 */
export function connect(path: string, role: 'reader' | 'writer', check = false): Database.Database {
  let database: Database.Database | undefined
  try {
    database = new Database(path)
    if (role === 'writer') chmodSync(path, 0o600)
    refuseNewer(database, path)
    settle(database, path)
    if (check) examine(database)
    if (role === 'writer') migrate(database)
    else database.pragma('query_only = ON')
    return database
  } catch (error) {
    database?.close()
    throw asLedgerError(path, error)
  }
}

function settle(database: Database.Database, path: string): void {
  for (const pragma of ['busy_timeout = 5000', 'synchronous = FULL', 'foreign_keys = ON', 'trusted_schema = OFF'])
    database.pragma(pragma)
  // Read back: SQLite answers a refused journal mode with the old one, and better-sqlite3 is built with NORMAL.
  if (database.pragma('journal_mode = WAL', { simple: true }) !== 'wal')
    throw refused(path, 'this file system cannot keep the ledger (SQLite WAL is refused)')
  if (database.pragma('synchronous', { simple: true }) !== 2) throw refused(path, 'SQLite does not wait for the disk')
}

function refused(path: string, reason: string): LedgerError {
  return new LedgerError(path, 'refused', `${path}: ${reason}; choose another folder with --data-dir.`)
}

function examine(database: Database.Database): void {
  const found = database.pragma('quick_check(1)', { simple: true })
  if (found !== 'ok') throw new Database.SqliteError(String(found), 'SQLITE_CORRUPT')
}

/** Before anything in it is changed. */
function refuseNewer(database: Database.Database, path: string): void {
  const version = Number(database.pragma('user_version', { simple: true }))
  if (version <= migrations.length) return
  throw new LedgerError(
    path,
    'newer',
    `${path} was written by a newer version of Thaw (format ${version}): use that version, or move the file away to begin anew without its sessions, receipts and verifications.`,
  )
}

function migrate(database: Database.Database): void {
  const step = database.transaction(() => {
    const version = Number(database.pragma('user_version', { simple: true }))
    for (const statement of migrations.slice(version)) database.exec(statement)
    database.pragma(`user_version = ${migrations.length}`)
  })
  step.immediate()
}
