import type { Ledger } from '#lib/ledger/ledger.ts'
import type { Receipt, ReceiptState } from '#lib/ledger/receipts.ts'

const states = {
  running: 'RUNNING',
  verified: 'COMPLETED',
  incomplete: 'FAILED', // the API has no state between: better too strict than too good
  failed: 'FAILED',
  left: 'ABORTED',
  broken: 'ABORTED',
} as const satisfies Record<ReceiptState, string>

/** Receipts as the storage service tells them: its restore jobs. @param ledger once it is open. */
export function restoreRecords(ledger: () => Pick<Ledger, 'receipts'> | undefined) {
  return {
    list: async ({ limit, after }: { limit: number; after?: { createdAt: number; id: string } | undefined }) => {
      const query = { limit, after: after && { startedAt: after.createdAt, id: after.id } }
      return ((await ledger()?.receipts.list(query)) ?? []).map(toRecord)
    },
    find: async (id: string) => {
      const receipt = await ledger()?.receipts.find(id)
      return receipt && toRecord(receipt)
    },
  }
}

function toRecord(receipt: Receipt) {
  const { id, jobId, state, kind, subject, reason } = receipt
  const what = kind === 'restore' ? `Restored to ${receipt.destination}` : `Downloaded ${JSON.stringify(subject)}`
  const outcome = {
    running: '',
    verified: ', verified',
    incomplete: `, incomplete: ${reason}`,
    failed: `, failed: ${reason}`,
    left: ', left',
    broken: ', broken',
  }
  return {
    id,
    jobId,
    state: states[state],
    message: what + outcome[state],
    bytes: receipt.sentBytes,
    totalBytes: receipt.expectedBytes ?? undefined,
    createdAt: receipt.startedAt,
    endedAt: receipt.finishedAt ?? undefined,
  }
}
