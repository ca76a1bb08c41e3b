import Database from 'better-sqlite3'
import type { Failure } from '#lib/database-thread/thread.ts'
import { LedgerError } from '../ledger-error.ts'

const remedy = 'check who owns it, its permissions and the space on its disk'

/** What the file holds is to blame, and not its disk, its permissions or somebody who uses it. */
function isGarbled({ code, message }: Failure): boolean {
  // Any other error of a statement is a fault of ours, and no reason to part with what the file holds.
  if (code === 'SQLITE_ERROR') return /^no such (table|column)/.test(message)
  return /^SQLITE_(NOTADB|CORRUPT|IOERR_CORRUPTFS)/.test(code ?? '')
}

/** An error at opening, as one that says what to do. */
export function asLedgerError(path: string, error: unknown): LedgerError {
  if (error instanceof LedgerError) return error
  const failure = error as Error & { code?: string }
  const isSqlite = error instanceof Database.SqliteError
  // While it is opened every error of a statement is about tables that are others than ours.
  if (isSqlite && (isGarbled(failure) || failure.code === 'SQLITE_ERROR')) return garbled(path, failure, error)
  if (isSqlite && failure.code?.startsWith('SQLITE_BUSY')) return inUse(path, error)
  const cannot = `${path} cannot be opened (${failure.message})`
  return new LedgerError(path, 'refused', `${cannot}: ${remedy}, or move it away to begin anew.`, { cause: error })
}

/** An error of a call to a ledger that was opened. */
export function failedCall(path: string, failure: Failure): LedgerError {
  const cause = Object.assign(new Error(failure.message), { code: failure.code })
  if (isGarbled(failure)) return garbled(path, failure, cause)
  if (failure.code?.startsWith('SQLITE_BUSY')) return inUse(path, cause)
  return new LedgerError(path, 'failed', `${path} cannot be used (${failure.message}): ${remedy}.`, { cause })
}

function garbled(path: string, { message }: Failure, cause: unknown): LedgerError {
  const advice = 'start Thaw anew, it sets the file aside and begins another one'
  return new LedgerError(path, 'garbled', `${path} is damaged (${message}): ${advice}.`, { cause })
}

function inUse(path: string, cause: unknown): LedgerError {
  const message = `${path} is in use by another process that does not let go; stop it first.`
  return new LedgerError(path, 'refused', message, { cause })
}
