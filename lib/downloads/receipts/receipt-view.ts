import type { Ledger } from '#lib/ledger/ledger.ts'
import type { Receipt, ReceiptQuery } from '#lib/ledger/receipts.ts'

/** The record of one download or restore as pages show it. Bytes are numbers, times milliseconds since 1970. */
export type ReceiptView = Omit<Receipt, 'pid' | 'endpoint'> & {
  /** When it was looked at. */
  now: number
}

export type ReceiptCursor = NonNullable<ReceiptQuery['after']>

/** Newest first; `cursor` where there are more. */
export function listReceipts(
  ledger: Pick<Ledger, 'receipts'>,
  { limit, ...query }: ReceiptQuery,
  now: number,
): { rows: ReceiptView[]; cursor?: ReceiptCursor } {
  settle(ledger, now)
  const found = ledger.receipts.list({ ...query, limit: limit + 1 })
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  return {
    rows: rows.map((row) => receiptView(row, now)),
    ...(found.length > limit && last && { cursor: { startedAt: last.startedAt, id: last.id } }),
  }
}

export function findReceipt(ledger: Pick<Ledger, 'receipts'>, id: string, now: number): ReceiptView | undefined {
  settle(ledger, now)
  const found = ledger.receipts.find(id)
  return found && receiptView(found, now)
}

/** Restores run in processes of their own, which may be gone without a word. */
function settle({ receipts }: Pick<Ledger, 'receipts'>, now: number): void {
  receipts.breakOrphans(isAlive, now)
}

/** Of one that has ended nothing changes any more. */
function receiptView({ pid: _pid, endpoint: _endpoint, ...view }: Receipt, now: number): ReceiptView {
  return { ...view, now: view.finishedAt ?? now }
}

/** Whether a process with this id runs on this machine. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
