import { chmodSync } from 'node:fs'
import Database from 'better-sqlite3'
import { type ArchivePlans, createArchivePlans } from './archive-plans.ts'
import { createDamagedChunks, type DamagedChunks } from './damaged-chunks.ts'
import { createKnownContents, type KnownContents } from './known-contents.ts'
import { createKnownDamage, type KnownDamage } from './known-damage.ts'
import { migrations } from './migrations.ts'
import { createReceipts, type Receipts } from './receipts.ts'
import { createRememberedJobs, type RememberedJobs } from './remembered-jobs.ts'
import { createSessionTable, type SessionTable } from './session-table.ts'
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
}

/** The ledger was written by a newer Thaw, or cannot be kept durable here. */
export class LedgerError extends Error {
  override readonly name = 'LedgerError'
  readonly retryable = false
  readonly path: string
  constructor(path: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.path = path
  }
}

/**
 * Opens the ledger, creating or upgrading it.
 *
 * @param path the database file; its folder must exist.
 * @throws {LedgerError}
 */
export function openLedger(path: string): Ledger {
  const database = openDatabase(path)
  try {
    for (const pragma of ['busy_timeout = 5000', 'synchronous = FULL', 'foreign_keys = ON', 'trusted_schema = OFF'])
      database.pragma(pragma)
    // Read back: SQLite answers a refused journal mode with the old one, and better-sqlite3 is built with NORMAL.
    if (database.pragma('journal_mode = WAL', { simple: true }) !== 'wal')
      throw new LedgerError(path, `${path}: this file system cannot keep the ledger (SQLite WAL is refused).`)
    if (database.pragma('synchronous', { simple: true }) !== 2)
      throw new LedgerError(path, `${path}: SQLite does not wait for the disk.`)
    migrate(database, path)
  } catch (error) {
    database.close()
    throw error
  }
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
    [Symbol.dispose]: () => void database.close(),
  }
}

function openDatabase(path: string): Database.Database {
  try {
    const database = new Database(path)
    chmodSync(path, 0o600)
    return database
  } catch (cause) {
    throw new LedgerError(path, `${path} cannot be opened: ${(cause as Error).message}`, { cause })
  }
}

function migrate(database: Database.Database, path: string): void {
  const step = database.transaction(() => {
    const version = Number(database.pragma('user_version', { simple: true }))
    if (version > migrations.length)
      throw new LedgerError(path, `${path} was written by a newer version of Thaw (format ${version}).`)
    for (const statement of migrations.slice(version)) database.exec(statement)
    database.pragma(`user_version = ${migrations.length}`)
  })
  step.immediate()
}
