import { type Ledger, openLedger } from './ledger.ts'
import { isGarbled, LedgerError } from './ledger-error.ts'
import { begunAnew, setAside } from './set-aside.ts'

/** A ledger that was garbled and has been set aside. */
export interface ReplacedLedger {
  path: string
  /** Where it lies now, whole as it was found. */
  movedTo: string
  error: unknown
}

/** What went with a ledger, for whoever is told of it. */
export const lostWithLedger =
  'Sign in again. Receipts of downloads and restores, what was verified and what was known to be damaged are forgotten; the backups are not touched.'

/**
 * The ledger of the Thaw that serves. One that turns out to be garbled, when it is opened or later, is set aside and begun
 * anew, and what was asked of it is asked of the new one. Other processes may have the old one open and go on with it.
 *
 * @param onReplaced is told each time.
 * @throws {LedgerError} a newer version's, which is left alone, or the system refuses it.
 */
export function openReplaceableLedger(path: string, onReplaced: (replaced: ReplacedLedger) => void): Ledger {
  let ledger = open()
  let inWrite = false

  function open(): Ledger {
    try {
      return openLedger(path, { check: true })
    } catch (error) {
      if (!(error instanceof LedgerError) || error.trouble !== 'garbled') throw error
      return replaced(error.cause)
    }
  }

  function replaced(error: unknown): Ledger {
    const movedTo = setAside(path)
    onReplaced({ path, movedTo, error })
    return openLedger(path)
  }

  function ask<T>(question: (ledger: Ledger) => T): T {
    try {
      return question(ledger)
    } catch (error) {
      if (inWrite || !isGarbled(error)) throw error
      ledger[Symbol.dispose]()
      ledger = replaced(error)
      return question(ledger)
    }
  }

  /** A table of whatever is the ledger now. */
  function table(key: keyof Ledger): unknown {
    const call = (method: string | symbol, values: unknown[]) =>
      ask((now) =>
        (now[key] as unknown as Record<string | symbol, (...values: unknown[]) => unknown>)[method]!(...values),
      )
    return new Proxy(
      {},
      {
        get:
          (_, method) =>
          (...values: unknown[]) =>
            call(method, values),
      },
    )
  }

  const tables = Object.keys(ledger).filter((key) => key !== 'inOneWrite' && key !== 'begunAnew') as (keyof Ledger)[]
  return {
    ...(Object.fromEntries(tables.map((key) => [key, table(key)])) as unknown as Ledger),
    inOneWrite: (write) =>
      ask((now) => {
        const outer = inWrite
        inWrite = true
        try {
          return now.inOneWrite(write)
        } finally {
          inWrite = outer
        }
      }),
    begunAnew: () => begunAnew(path),
    [Symbol.dispose]: () => ledger[Symbol.dispose](),
  }
}
