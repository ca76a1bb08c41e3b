import type { Ledger } from '#lib/ledger/ledger.ts'
import type { Receipt, ReceiptQuery } from '#lib/ledger/receipts.ts'

/** The record of one download or restore as pages show it. Bytes are numbers, times milliseconds since 1970. */
export type ReceiptView = Omit<Receipt, 'endpoint'> & {
  /** When it was looked at. */
  now: number
}

export type ReceiptCursor = NonNullable<ReceiptQuery['after']>

/** Newest first; `cursor` where there are more. */
export async function listReceipts(
  ledger: Pick<Ledger, 'receipts'>,
  { limit, ...query }: ReceiptQuery,
  now: number,
): Promise<{ rows: ReceiptView[]; cursor?: ReceiptCursor }> {
  const found = await ledger.receipts.list({ ...query, limit: limit + 1 })
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  return {
    rows: rows.map((row) => receiptView(row, now)),
    ...(found.length > limit && last && { cursor: { startedAt: last.startedAt, id: last.id } }),
  }
}

export async function findReceipt(
  ledger: Pick<Ledger, 'receipts'>,
  id: string,
  now: number,
): Promise<ReceiptView | undefined> {
  const found = await ledger.receipts.find(id)
  return found && receiptView(found, now)
}

/** Of one that has ended nothing changes any more. */
function receiptView({ endpoint: _endpoint, ...view }: Receipt, now: number): ReceiptView {
  return { ...view, now: view.finishedAt ?? now }
}
