import { randomUUID } from 'node:crypto'
import type { Finding } from '#lib/ledger/walked.ts'
import { createRecorder, type Scope, type WalkEvent, type WalkProgress } from '#lib/verification/index.ts'
import type { Connection } from './connect.ts'
import { openedLedger } from './opened-ledger.ts'

/** How often the ledger is written to at most, in milliseconds. */
const everyMs = 500

/** Keeps what a verification on the command line finds, for the dashboard. */
export interface VerifyRecord extends AsyncDisposable {
  /** @throws what the last write met. */
  heed(event: WalkEvent, progress: WalkProgress): void
  /** It ran to its end. */
  finish(progress: WalkProgress): Promise<void>
}

/**
 * Writes to the ledger of the Thaw that is read from. A verification of an endpoint that was named leaves nothing, and
 * one whose ledger cannot be opened goes on without. What was found until it is disposed is kept, also of one cut short.
 *
 * @param mayChange the job is still being written.
 */
export async function startVerifyRecord(
  { ledger: at }: Pick<Connection, 'ledger'>,
  scope: Scope,
  mayChange: boolean,
): Promise<VerifyRecord | undefined> {
  const ledger = await openedLedger(at)
  if (!at || !ledger) return undefined
  const { endpoint } = at
  const startedAt = Date.now()
  const findings: Finding[] = []
  const onFinding = findings.push.bind(findings)
  const recorder = createRecorder({ endpoint, scope, now: Date.now, mayChange, onFinding })
  const flush = () => recorder.flush((walked) => ledger.verification.record(walked))
  let flushedAt = startedAt
  let writing: Promise<void> | undefined
  let failure: { error: unknown } | undefined
  let progress: WalkProgress | undefined
  let isDone = false
  return {
    heed(event, current) {
      progress = current
      recorder.heed(event)
      if (failure) throw failure.error
      if (writing || Date.now() - flushedAt < everyMs) return
      writing = flush()
        .catch((error) => {
          failure = { error }
        })
        .finally(() => {
          flushedAt = Date.now()
          writing = undefined
        })
    },
    async finish(all) {
      progress = all
      isDone = true
      await writing
      await flush()
      const coverage = recorder.coverage(all, startedAt)
      if (coverage) await ledger.verification.setCoverage(endpoint, coverage)
    },
    async [Symbol.asyncDispose]() {
      await using _closed = ledger
      await writing
      await flush()
      if (!progress || (!isDone && progress.objects === 0)) return
      await ledger.verifications.addEnded({
        id: randomUUID(),
        endpoint,
        scope,
        state: isDone ? 'done' : 'cancelled',
        findings,
        progress: { ...progress, rate: null },
        mayChange,
        startedAt,
        endedAt: Date.now(),
      })
    },
  }
}
