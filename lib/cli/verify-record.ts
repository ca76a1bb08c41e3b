import { createRecorder, type Scope, type WalkEvent, type WalkProgress } from '../verification/index.ts'
import type { Connection } from './connect.ts'
import { openedLedger } from './opened-ledger.ts'

/** How often the ledger is written to at most, in milliseconds. */
const everyMs = 500

/** Keeps what a verification on the command line finds, for the dashboard. */
export interface VerifyRecord extends Disposable {
  heed(event: WalkEvent): void
  /** It ran to its end. */
  finish(progress: WalkProgress): void
}

/**
 * Writes to the ledger of the Thaw that is read from. A verification of an endpoint that was named leaves nothing, and
 * one whose ledger cannot be opened goes on without. What was found until it is disposed is kept, also of one cut short.
 */
export function startVerifyRecord({ ledger: at }: Pick<Connection, 'ledger'>, scope: Scope): VerifyRecord | undefined {
  const ledger = openedLedger(at)
  if (!at || !ledger) return undefined
  const startedAt = Date.now()
  const recorder = createRecorder({ ledger, endpoint: at.endpoint, scope, now: Date.now })
  let flushedAt = startedAt
  return {
    heed(event) {
      recorder.heed(event)
      if (Date.now() - flushedAt < everyMs) return
      recorder.flush()
      flushedAt = Date.now()
    },
    finish(progress) {
      recorder.flush()
      recorder.finish(progress, startedAt)
    },
    [Symbol.dispose]() {
      recorder.flush()
      ledger[Symbol.dispose]()
    },
  }
}
