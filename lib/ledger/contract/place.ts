import { afterEach, beforeEach } from 'vitest'
import type { Ledger } from '../ledger.ts'

/** Where a ledger is, empty at first; disposing it leaves nothing behind. Each opening is as another process's. */
export interface LedgerPlace extends AsyncDisposable {
  /** @param leaseMs 0: as of a process that is gone, or was not heard of for long. */
  open(options?: { leaseMs?: number }): Promise<Ledger>
}

/** A ledger of its own for each test of the suite around, and what opens it once more. */
export function ledgerForEach(make: () => Promise<LedgerPlace>) {
  const opened = { place: undefined as unknown as LedgerPlace, ledger: undefined as unknown as Ledger }
  beforeEach(async () => {
    opened.place = await make()
    opened.ledger = await opened.place.open()
  })
  afterEach(async () => {
    await opened.ledger[Symbol.asyncDispose]()
    await opened.place[Symbol.asyncDispose]()
  })
  return opened
}
