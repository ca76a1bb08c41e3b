import 'server-only'
import type { ReceiptRow } from '#components/receipts/receipt-row.ts'
import {
  findReceipt,
  listReceipts,
  type ReceiptCursor,
  type ReceiptView,
} from '#lib/downloads/receipts/receipt-view.ts'
import type { Result } from '#lib/failure/result.ts'
import type { ReceiptState } from '#lib/ledger/receipts.ts'
import { runtime } from '#lib/runtime.ts'
import { readKnownJobs } from './known-jobs.ts'

const pageSize = 100
/** How long the list waits for what its jobs are called, in milliseconds; it is asked for again every few seconds. */
const forNames = 300

export interface ReceiptFilters {
  jobId?: string | undefined
  state?: ReceiptState | undefined
}

/** Downloads and restores, newest first. */
export async function readReceipts(
  filters: ReceiptFilters,
  after?: ReceiptCursor,
): Promise<Result<{ rows: ReceiptRow[]; cursor?: ReceiptCursor }>> {
  const found = await listReceipts(runtime().ledger, { ...filters, after, limit: pageSize }, Date.now())
  const known = await readKnownJobs(
    found.rows.map(({ jobId }) => jobId),
    forNames,
  )
  return {
    ok: true,
    ...found,
    rows: found.rows.map((row) => ({ ...row, job: known.get(row.jobId) ?? { id: row.jobId } })),
  }
}

/** Whether anything was ever downloaded or restored whole, each byte of it verified. */
export async function hasVerifiedDownload(): Promise<boolean> {
  const { rows } = await listReceipts(runtime().ledger, { state: 'verified', limit: 1 }, Date.now())
  return rows.length > 0
}

/** One of them; none where it is not known. */
export async function readReceipt(id: string): Promise<Result<{ receipt?: ReceiptView }>> {
  const receipt = await findReceipt(runtime().ledger, id, Date.now())
  return { ok: true, ...(receipt && { receipt }) }
}
