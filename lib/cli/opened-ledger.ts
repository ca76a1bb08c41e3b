import { type Ledger, openLedger } from '#lib/ledger/ledger.ts'

/** The ledger of the Thaw that is read from; none where an endpoint was named, or where it cannot be opened. */
export function openedLedger(at: { path: string } | undefined): Ledger | undefined {
  try {
    return at && openLedger(at.path)
  } catch {
    return undefined
  }
}
