import { randomUUID } from 'node:crypto'
import { bestEffort } from '#lib/failure/best-effort.ts'
import type { Ledger } from '#lib/ledger/ledger.ts'
import type { NewReceipt, Receipt, ReceiptEnd, ReceiptProgress } from '#lib/ledger/receipts.ts'
import type { Log } from '#lib/log.ts'

/** How often progress is written, in milliseconds: one write to disk for all that run. */
const every = 1_000

/** What is told when a download or restore is over. */
export type ReceiptFacts = Partial<
  Pick<ReceiptEnd, 'sha256' | 'failedObject' | 'failedChunk' | 'failedOffset' | 'reason'>
>

export interface RunningReceipt {
  readonly id: string
  /** Settles when its beginning is written; never rejects. */
  readonly started: Promise<void>
  sent(bytes: number): void
  /** How many bytes it will be, where that shows only later. */
  expect(bytes: number | undefined): void
  item(): void
  failedItem(): void
  /** Only the first end counts. @returns when it is written. */
  finish(state: Exclude<Receipt['state'], 'running'>, facts?: ReceiptFacts): Promise<void>
}

export interface ReceiptKeeper {
  start(receipt: Omit<NewReceipt, 'id' | 'startedAt'>): RunningReceipt
}

/** Keeps receipts of what this process delivers. */
export function createReceiptKeeper(
  { receipts }: Pick<Ledger, 'receipts'>,
  log: Pick<Log, 'error'>,
  clock: () => number = Date.now,
): ReceiptKeeper {
  const running = new Map<string, ReceiptProgress>()
  const changed = new Set<string>()
  let timer: NodeJS.Timeout | undefined

  function write(): void {
    const progress = [...changed].map((id) => running.get(id)!)
    changed.clear()
    if (progress.length > 0) void bestEffort(log, () => receipts.progress(progress, clock()))
  }

  return {
    start(facts) {
      const id = randomUUID()
      const startedAt = clock()
      const started = bestEffort(log, () => receipts.start({ ...facts, id, startedAt }))
      const progress: ReceiptProgress = { id, sentBytes: 0, items: 0, failedItems: 0, expectedBytes: null }
      running.set(id, progress)
      timer ??= setInterval(write, every).unref()
      const change = (member: 'sentBytes' | 'items' | 'failedItems', by: number) => {
        if (!running.has(id)) return
        progress[member] += by
        changed.add(id)
      }
      return {
        id,
        started,
        sent: (bytes) => change('sentBytes', bytes),
        expect(bytes) {
          progress.expectedBytes = bytes ?? null
        },
        item: () => change('items', 1),
        failedItem: () => change('failedItems', 1),
        async finish(state, end = {}) {
          if (!running.delete(id)) return
          changed.delete(id)
          if (running.size === 0) {
            clearInterval(timer)
            timer = undefined
          }
          await started
          await bestEffort(log, () => receipts.finish({ ...progress, state, ...end }, clock()))
        },
      }
    },
  }
}
