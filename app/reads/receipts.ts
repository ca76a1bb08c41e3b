import 'server-only'
import { downloads } from '#app/downloads.ts'
import { findReceipt, listReceipts, type ReceiptCursor, type ReceiptView } from '#lib/downloads/receipt-view.ts'
import type { ReceiptState } from '#lib/ledger/receipts.ts'
import type { Result } from '#lib/result.ts'
import { runtime } from '#lib/runtime.ts'

const pageSize = 100

export interface ReceiptFilters {
  jobId?: string | undefined
  state?: ReceiptState | undefined
}

/** Downloads and restores, newest first. */
export async function readReceipts(
  filters: ReceiptFilters,
  after?: ReceiptCursor,
): Promise<Result<{ rows: ReceiptView[]; cursor?: ReceiptCursor }>> {
  downloads() // settles what a process before this one left running
  return { ok: true, ...listReceipts(runtime().ledger, { ...filters, after, limit: pageSize }, Date.now()) }
}

/** One of them; none where it is not known. */
export async function readReceipt(id: string): Promise<Result<{ receipt?: ReceiptView }>> {
  downloads()
  const receipt = findReceipt(runtime().ledger, id, Date.now())
  return { ok: true, ...(receipt && { receipt }) }
}
