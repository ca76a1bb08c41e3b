import type { Ledger } from '../ledger.ts'
import { LedgerError } from '../ledger-error.ts'
import { asLedgerError } from './errors.ts'
import { type LedgerOptions, openLedger } from './open-ledger.ts'
import { begunAnew, setAside } from './set-aside.ts'
import { type Command, tablesOver } from './tables.ts'

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
export async function openReplaceableLedger(
  path: string,
  onReplaced: (replaced: ReplacedLedger) => void,
  options: Omit<LedgerOptions, 'check'> = {},
): Promise<Ledger> {
  let replaced: ReplacedLedger | undefined
  let ledger: Ledger | undefined
  let beginning: Promise<Ledger> | undefined
  let closed = false

  async function begin(): Promise<Ledger> {
    const begun = await open()
    if (replaced) onReplaced(replaced)
    replaced = undefined
    return begun
  }

  async function open(): Promise<Ledger> {
    try {
      return await openLedger(path, { ...options, check: true })
    } catch (error) {
      if (!isGarbled(error)) throw error
      await part(error.cause)
      return openLedger(path, options)
    }
  }

  async function part(error: unknown): Promise<void> {
    try {
      const movedTo = await setAside(path)
      if (movedTo !== undefined) replaced = { path, movedTo, error }
    } catch (refused) {
      throw asLedgerError(path, refused)
    }
  }

  /** The ledger there is; one is begun where there is none. Whoever asks meanwhile is given the same. */
  async function current(after: () => Promise<void> = async () => {}): Promise<Ledger> {
    if (ledger) return ledger
    if (closed) throw new LedgerError(path, 'closed', `${path} is closed.`)
    beginning ??= after()
      .then(begin)
      .finally(() => {
        beginning = undefined
      })
    ledger = await beginning
    return ledger
  }

  /** The one in place of a ledger that turned out to be garbled. */
  function next(garbled: Ledger, error: LedgerError): Promise<Ledger> {
    if (ledger !== garbled) return current() // others met it first
    ledger = undefined
    return current(async () => {
      await garbled[Symbol.asyncDispose]()
      await part(error.cause)
    })
  }

  async function ask(command: Command): Promise<unknown> {
    const asked = await current()
    try {
      return await carriedOut(asked, command)
    } catch (error) {
      if (isGarbled(error)) return carriedOut(await next(asked, error), command)
      // It was parted with before it took this call.
      if (isClosed(error) && asked !== ledger) return ask(command)
      throw error
    }
  }

  await current()
  return {
    ...tablesOver({ read: ask, write: ask }),
    begunAnew: () => begunAnew(path),
    async [Symbol.asyncDispose]() {
      closed = true
      const last = (await beginning?.catch(() => undefined)) ?? ledger
      await last?.[Symbol.asyncDispose]()
    },
  }
}

function carriedOut(ledger: Ledger, { table, call, input }: Command): Promise<unknown> {
  return (ledger[table] as unknown as Record<string, (...input: unknown[]) => Promise<unknown>>)[call]!(...input)
}

const isGarbled = (error: unknown): error is LedgerError => error instanceof LedgerError && error.trouble === 'garbled'
const isClosed = (error: unknown) => error instanceof LedgerError && error.trouble === 'closed'
