import type { ArchivePlans } from './archive-plans.ts'
import type { DamagedChunks } from './damaged-chunks.ts'
import type { KnownContents } from './known-contents.ts'
import type { KnownDamage } from './known-damage.ts'
import type { Receipts } from './receipts.ts'
import type { RememberedJobs } from './remembered-jobs.ts'
import type { SessionTable } from './session-table.ts'
import type { SharedContent } from './shared-content.ts'
import type { SignInTable } from './sign-in-table.ts'
import type { VerificationTable } from './verification.ts'
import type { VerificationTasks } from './verification-tasks.ts'

/**
 * The port to the dashboard's own records. `contract.ts` tests what every implementation promises:
 *
 * - A call is one transaction: all of it is kept, durably when its promise is fulfilled, or nothing. Whoever asks after that
 *   is told of it, whichever process asks. Calls that are under way at once have no order.
 * - Several processes may have it open at once. What one of them works on (downloads, restores, plans, verifications) is its
 *   own as long as its lease lasts: from its first own thing on, renewed until it closes the ledger, by the ledger's clock.
 *   Then the others find it broken, failed, or free to be gone on with.
 * - Calls reject with a `LedgerError`.
 */
export interface Tables {
  readonly sessions: SessionTable
  readonly signIn: SignInTable
  readonly rememberedJobs: RememberedJobs
  readonly archivePlans: ArchivePlans
  readonly knownContents: KnownContents
  readonly damagedChunks: DamagedChunks
  readonly knownDamage: KnownDamage
  readonly receipts: Receipts
  readonly sharedContent: SharedContent
  readonly verification: VerificationTable
  readonly verifications: VerificationTasks
  readonly storages: Storages
}

/** The storages that records are kept of. */
export interface Storages {
  /** Brings what is kept under a key of the storage to the one that stands for it now. */
  adopt(from: string, to: string): Promise<void>
}

export interface Ledger extends Tables, AsyncDisposable {
  /** Since when there are records, where earlier ones lie set aside; undefined where none do. */
  begunAnew(): Promise<BegunAnew | undefined>
}

/** That the ledger holds nothing from before `at`, because another one was garbled. */
export interface BegunAnew {
  /** Milliseconds since 1970. */
  at: number
  /** Where the other one lies, whole as it was found. */
  setAside: string
}
