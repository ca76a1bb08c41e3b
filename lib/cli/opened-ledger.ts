import type { Ledger } from '#lib/ledger/ledger.ts'
import { openLedger } from '#lib/ledger/sqlite/open-ledger.ts'

/** The ledger of the Thaw that is read from; none where an endpoint was named, or where it cannot be opened. */
export async function openedLedger(at: { path: string } | undefined): Promise<Ledger | undefined> {
  try {
    return at && (await openLedger(at.path))
  } catch {
    return undefined
  }
}
