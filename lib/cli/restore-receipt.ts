import { createReceiptKeeper } from '../downloads/receipt-keeper.ts'
import type { RestoreEvent } from '../restore/files/restore-files.ts'
import { ChunkFetchError, ChunkVerificationError } from '../restore/index.ts'
import type { Connection } from './connect.ts'
import { openedLedger } from './opened-ledger.ts'
import type { Progress } from './progress.ts'
import { printable } from './text.ts'

/** The record of a restore, for the dashboard to show while it runs and afterwards. */
export interface RestoreReceipt extends Disposable {
  event(event: RestoreEvent, progress: Progress): void
  /** It ran to its end, whatever it could not restore. */
  done(): void
  /** It was stopped by what was thrown, or by the person. */
  stopped(error: unknown, signal: AbortSignal): void
}

/**
 * Keeps a receipt in the ledger of the Thaw that was read from. A restore from an endpoint that was named leaves none,
 * and one whose ledger cannot be written goes on without.
 */
export function startRestoreReceipt(
  { ledger: at }: Pick<Connection, 'ledger'>,
  restore: { jobId: string; prefix: string | undefined; directory: string },
): RestoreReceipt | undefined {
  const ledger = openedLedger(at)
  if (!at || !ledger) return undefined
  const receipt = createReceiptKeeper(ledger, { error: tell }).start({
    kind: 'restore',
    actor: 'command line',
    endpoint: at.endpoint,
    jobId: restore.jobId,
    subject: restore.prefix ?? '',
    destination: restore.directory,
  })
  let failures = 0
  let first: { object: string; error: unknown } | undefined
  return {
    event(event, { totalBytes }) {
      if (event.kind === 'bytes') receipt.sent(event.count)
      else if (event.kind === 'restored' || event.kind === 'unchanged') receipt.item()
      else if (event.kind === 'failed') {
        failures++
        first ??= { object: event.name, error: event.error }
        receipt.failedItem()
      }
      receipt.expect(totalBytes)
    },
    done: () => (first ? receipt.finish('failed', facts(first, failures)) : receipt.finish('verified')),
    stopped: (error, { aborted }) =>
      receipt.finish(aborted ? 'left' : 'failed', { reason: printable((error as Error).message) }),
    [Symbol.dispose]: () => ledger[Symbol.dispose](),
  }
}

function tell({ err }: { err?: unknown }, message: string): void {
  console.error(`${message}: ${printable(err instanceof Error ? err.message : String(err))}`)
}

function facts({ object, error }: { object: string; error: unknown }, failures: number) {
  const more = failures > 1 ? ` (and ${failures - 1} more)` : ''
  const chunk = error instanceof ChunkVerificationError || error instanceof ChunkFetchError ? error : undefined
  return {
    failedObject: object,
    failedChunk: chunk?.index ?? null,
    failedOffset: chunk?.offset ?? null,
    reason: printable((error instanceof Error ? error.message : String(error)) + more),
  }
}
