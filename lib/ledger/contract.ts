import { describe } from 'vitest'
import { describeArchivePlans } from './contract/archive-plans.ts'
import { describeDamagedChunks } from './contract/damaged-chunks.ts'
import { describeKnownDamage } from './contract/known-damage.ts'
import { describeOwned } from './contract/owned.ts'
import type { LedgerPlace } from './contract/place.ts'
import { describeReceipts } from './contract/receipts.ts'
import { describeSignIn } from './contract/sign-in.ts'
import { describeVerification } from './contract/verification.ts'

/** What every ledger must do. */
export function describeLedger(name: string, make: () => Promise<LedgerPlace>): void {
  describe(`${name} keeps the promises of the ledger's port`, () => {
    describeSignIn(make)
    describeArchivePlans(make)
    describeReceipts(make)
    describeDamagedChunks(make)
    describeKnownDamage(make)
    describeVerification(make)
    describeOwned(make)
  })
}
