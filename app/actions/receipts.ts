'use server'

import { z } from 'zod'
import { type ReceiptFilters, readReceipt, readReceipts } from '#app/reads/receipts.ts'
import type { ReceiptCursor } from '#lib/downloads/receipts/receipt-view.ts'
import { receiptStates } from '#lib/search-params/restores.ts'
import { readAction } from './read-action.ts'

const input = z.object({
  filters: z.object({
    jobId: z.string().max(1024).optional(),
    state: z.enum(receiptStates).optional(),
  }),
  after: z.object({ startedAt: z.int(), id: z.uuid() }).optional(),
})

/** The next downloads and restores, newest first. */
export async function listReceipts(filters: ReceiptFilters, after: ReceiptCursor | undefined) {
  return readAction(input, { filters, after }, (valid) => readReceipts(valid.filters, valid.after))
}

/** One of them, to follow while it runs. */
export async function lookAtReceipt(id: string) {
  return readAction(z.uuid(), id, readReceipt)
}
