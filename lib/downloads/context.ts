import type { Ledger } from '#lib/ledger/ledger.ts'
import type { Receipt } from '#lib/ledger/receipts.ts'
import type { SharedBudget } from '#lib/restore/index.ts'
import type { ErrorLog } from './best-effort.ts'
import type { Digests } from './digests.ts'
import type { Gate } from './gate.ts'
import type { Learner } from './learner.ts'
import type { ReceiptKeeper } from './receipt-keeper.ts'
import type { ObjectSource } from './source.ts'

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
  log: ErrorLog
  actor: Receipt['actor']
}
