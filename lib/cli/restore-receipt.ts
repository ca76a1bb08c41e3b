import { createReceiptKeeper } from '#lib/downloads/receipts/receipt-keeper.ts'
import { fileWords } from '#lib/failure/file-failure-words.ts'
import type { RestoreEvent } from '#lib/restore/files/restore-files.ts'
import { ChunkFetchError, ChunkVerificationError } from '#lib/restore/index.ts'
import type { Connection } from './connect.ts'
import { ExitError, exitCodes } from './exit.ts'
import { openedLedger } from './opened-ledger.ts'
import type { Progress } from './progress.ts'
import { printable } from './text.ts'

/** The record of a restore, for the dashboard to show while it runs and afterwards. */
export interface RestoreReceipt extends AsyncDisposable {
  event(event: RestoreEvent, progress: Progress): void
  /**
   * It is over, and says what the exit code says: all was restored, or it was not for what is thrown. Where the person
   * stopped it, `signal` is aborted.
   */
  end(error: unknown, signal: AbortSignal): Promise<void>
}

/**
 * Keeps a receipt in the ledger of the Thaw that was read from. A restore from an endpoint that was named leaves none,
 * and one whose ledger cannot be written goes on without.
 */
export async function startRestoreReceipt(
  { ledger: at }: Pick<Connection, 'ledger'>,
  restore: { jobId: string; prefix: string; directory: string },
): Promise<RestoreReceipt | undefined> {
  const ledger = await openedLedger(at)
  if (!at || !ledger) return undefined
  const receipt = createReceiptKeeper(ledger, { error: tell }).start({
    kind: 'restore',
    actor: 'command line',
    endpoint: at.endpoint,
    jobId: restore.jobId,
    subject: restore.prefix,
    destination: restore.directory,
  })
  await receipt.started
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
    async end(error, { aborted }) {
      if (error === undefined) return receipt.finish('verified')
      if (aborted) return receipt.finish('left', { reason: reasonOf(error) })
      if (error instanceof ExitError && error.exitCode === exitCodes.incomplete)
        return receipt.finish('incomplete', { reason: reasonOf(error) })
      return receipt.finish('failed', first ? facts(first, failures) : { reason: reasonOf(error) })
    },
    [Symbol.asyncDispose]: () => ledger[Symbol.asyncDispose](),
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
    reason: reasonOf(error) + more,
  }
}

function reasonOf(error: unknown): string {
  const words = fileWords(error)
  if (words) return `${words.what}.${words.remedy ? ` ${words.remedy}` : ''}`
  return printable(error instanceof Error ? error.message : String(error))
}
