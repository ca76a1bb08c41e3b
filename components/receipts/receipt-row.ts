import type { ReceiptView } from '#lib/downloads/receipts/receipt-view.ts'
import type { KnownJob } from '../jobs/known-job.ts'

/** The record of a download or restore, and what its job is known by. */
export type ReceiptRow = ReceiptView & { job: KnownJob }
