/**
 * `newer`: another version's. `garbled`: what is in the file is no ledger any more. `refused`: the system refuses it.
 * `failed`: one call could not be carried out. `closed`: it was closed.
 */
export type LedgerTrouble = 'newer' | 'garbled' | 'refused' | 'failed' | 'closed'

/** The ledger cannot be used; the message names it and says what to do. */
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
