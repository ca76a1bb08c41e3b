import { chmodSync } from 'node:fs'
import Database from 'better-sqlite3'
import { createAdoption } from './adopt.ts'
import { type ArchivePlans, createArchivePlans } from './archive-plans.ts'
import { createDamagedChunks, type DamagedChunks } from './damaged-chunks.ts'
import { createKnownContents, type KnownContents } from './known-contents.ts'
import { createKnownDamage, type KnownDamage } from './known-damage.ts'
import { asLedgerError, LedgerError } from './ledger-error.ts'
import { migrations } from './migrations.ts'
import { createReceipts, type Receipts } from './receipts.ts'
import { createRememberedJobs, type RememberedJobs } from './remembered-jobs.ts'
import { createSessionTable, type SessionTable } from './session-table.ts'
import { type BegunAnew, begunAnew } from './set-aside.ts'
import { createSharedContent, type SharedContent } from './shared-content.ts'
import { createSignInTable, type SignInTable } from './sign-in-table.ts'
import { createVerificationTable, type VerificationTable } from './verification.ts'
import { createVerificationTasks, type VerificationTasks } from './verification-tasks.ts'

/** The dashboard's own small database. Calls are synchronous and short; several processes may have it open. */
export interface Ledger extends Disposable {
  readonly sessions: SessionTable
  readonly signIn: SignInTable
  readonly rememberedJobs: RememberedJobs
  readonly archivePlans: ArchivePlans
  readonly knownContents: KnownContents
  readonly damagedChunks: DamagedChunks
  readonly knownDamage: KnownDamage
  readonly receipts: Receipts
  readonly sharedContent: SharedContent
  readonly verification: VerificationTable
  readonly verifications: VerificationTasks
  /** Runs `write` as one transaction: one write to disk for all of it. */
  inOneWrite<T>(write: () => T): T
  /** Brings what is kept under a key of the storage to the one that stands for it now. */
  adopt(from: string, to: string): void
  /** Since when there are records, where earlier ones lie set aside; undefined where none do. Reads the folder. */
  begunAnew(): BegunAnew | undefined
}

/**
 * Opens the ledger, creating or upgrading it.
 *
 * @param path the database file; its folder must exist.
 * @param check reads all of it, to find damage now.
 * @throws {LedgerError}
 */
export function openLedger(path: string, { check = false } = {}): Ledger {
  const opened = new DisposableStack()
  try {
    const database = opened.adopt(new Database(path), (database) => void database.close())
    chmodSync(path, 0o600)
    refuseNewer(database, path)
    settle(database, path)
    if (check) examine(database)
    migrate(database)
    return { ...tables(database), begunAnew: () => begunAnew(path), [Symbol.dispose]: () => opened.dispose() }
  } catch (error) {
    opened.dispose()
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

function tables(database: Database.Database): Omit<Ledger, 'begunAnew' | typeof Symbol.dispose> {
  return {
    sessions: createSessionTable(database),
    signIn: createSignInTable(database),
    rememberedJobs: createRememberedJobs(database),
    archivePlans: createArchivePlans(database),
    knownContents: createKnownContents(database),
    damagedChunks: createDamagedChunks(database),
    knownDamage: createKnownDamage(database),
    receipts: createReceipts(database),
    sharedContent: createSharedContent(database),
    verification: createVerificationTable(database),
    verifications: createVerificationTasks(database),
    inOneWrite: (write) => database.transaction(write).immediate(),
    adopt: createAdoption(database),
  }
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
