import type { Ledger } from '#lib/ledger/ledger.ts'
import type { Receipt } from '#lib/ledger/receipts.ts'
import type { Log } from '#lib/log.ts'
import type { SharedBudget } from '#lib/restore/index.ts'
import type { ObjectSource } from '#lib/storage/source.ts'
import type { Learner } from '../archive/learner.ts'
import type { ReceiptKeeper } from '../receipts/receipt-keeper.ts'
import type { Digests } from './digests.ts'
import type { Gate } from './gate.ts'

/** What delivers downloads and who asks for this one. */
export interface DownloadContext {
  source: ObjectSource
  ledger: Ledger
  clock: () => number
  memory: SharedBudget
  objectGate: Gate
  archiveGate: Gate
  receipts: ReceiptKeeper
  learner: Learner
  digests: Digests
  log: Pick<Log, 'error'>
  actor: Receipt['actor']
}
