import Database from 'better-sqlite3'

/** `newer`: another version's. `garbled`: what is in the file is no ledger any more. `refused`: the system refuses it. */
export type LedgerTrouble = 'newer' | 'garbled' | 'refused'

/** The ledger cannot be used; the message names the file and says what to do. */
export class LedgerError extends Error {
  override readonly name = 'LedgerError'
  readonly retryable = false
  readonly path: string
  readonly trouble: LedgerTrouble
  constructor(path: string, trouble: LedgerTrouble, message: string, options?: ErrorOptions) {
    super(message, options)
    this.path = path
    this.trouble = trouble
  }
}

/** What the file holds is to blame, and not its disk, its permissions or somebody who uses it. */
export function isGarbled(error: unknown): boolean {
  if (!(error instanceof Database.SqliteError)) return false
  // Any other error of a statement is a fault of ours, and no reason to part with what the file holds.
  if (error.code === 'SQLITE_ERROR') return /^no such (table|column)/.test(error.message)
  return /^SQLITE_(NOTADB|CORRUPT|IOERR_CORRUPTFS)/.test(error.code)
}

/** The same while it is opened, when every error of a statement is about tables that are others than ours. */
function isGarbledAtOpening(error: unknown): boolean {
  return isGarbled(error) || (error instanceof Database.SqliteError && error.code === 'SQLITE_ERROR')
}

/** An error at opening, as one that says what to do. */
export function asLedgerError(path: string, error: unknown): LedgerError {
  if (error instanceof LedgerError) return error
  const { message } = error as Error
  if (isGarbledAtOpening(error))
    return new LedgerError(
      path,
      'garbled',
      `${path} is damaged (${message}): start Thaw anew, it sets the file aside and begins another one.`,
      { cause: error },
    )
  if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY'))
    return new LedgerError(
      path,
      'refused',
      `${path} is in use by another process that does not let go; stop it first.`,
      {
        cause: error,
      },
    )
  const remedy = 'check who owns it, its permissions and the space on its disk, or move it away to begin anew'
  return new LedgerError(path, 'refused', `${path} cannot be opened (${message}): ${remedy}.`, { cause: error })
}
