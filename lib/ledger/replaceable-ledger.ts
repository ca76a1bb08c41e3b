import { type Ledger, openLedger } from './ledger.ts'
import { asLedgerError, isGarbled, LedgerError } from './ledger-error.ts'
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
 * Where no new one can be begun, each call tries again.
 *
 * @param onReplaced is told each time.
 * @throws {LedgerError} a newer version's, which is left alone, or the system refuses it; so do calls that find no ledger.
 */
export function openReplaceableLedger(path: string, onReplaced: (replaced: ReplacedLedger) => void): Ledger {
  let replaced: ReplacedLedger | undefined
  let ledger: Ledger | undefined = begin()
  let asking = false

  function begin(): Ledger {
    const begun = open()
    if (replaced) onReplaced(replaced)
    replaced = undefined
    return begun
  }

  function open(): Ledger {
    try {
      return openLedger(path, { check: true })
    } catch (error) {
      if (!(error instanceof LedgerError) || error.trouble !== 'garbled') throw error
      part(error.cause)
      return openLedger(path)
    }
  }

  function part(error: unknown): void {
    try {
      const movedTo = setAside(path)
      if (movedTo !== undefined) replaced = { path, movedTo, error }
    } catch (refused) {
      throw asLedgerError(path, refused)
    }
  }

  function ask<T>(question: (ledger: Ledger) => T): T {
    ledger ??= begin()
    // What is asked within a write is part of it: all of the write is asked again.
    if (asking) return question(ledger)
    asking = true
    try {
      return question(ledger)
    } catch (error) {
      if (!isGarbled(error)) throw error
      ledger[Symbol.dispose]()
      ledger = undefined
      part(error)
      ledger = begin()
      return question(ledger)
    } finally {
      asking = false
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

  const calls = ['inOneWrite', 'adopt', 'begunAnew']
  const tables = Object.keys(ledger).filter((key) => !calls.includes(key)) as (keyof Ledger)[]
  return {
    ...(Object.fromEntries(tables.map((key) => [key, table(key)])) as unknown as Ledger),
    inOneWrite: (write) => ask((now) => now.inOneWrite(write)),
    adopt: (from, to) => ask((now) => now.adopt(from, to)),
    begunAnew: () => begunAnew(path),
    [Symbol.dispose]: () => ledger?.[Symbol.dispose](),
  }
}
