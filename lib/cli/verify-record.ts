import { randomUUID } from 'node:crypto'
import type { Ledger } from '#lib/ledger/ledger.ts'
import type { Finding } from '#lib/ledger/verification-tasks.ts'
import { createRecorder, type Scope, type WalkEvent, type WalkProgress } from '#lib/verification/index.ts'
import type { Connection } from './connect.ts'
import { openedLedger } from './opened-ledger.ts'

/** How often the ledger is written to at most, in milliseconds. */
const everyMs = 500

/** Keeps what a verification on the command line finds, for the dashboard. */
export interface VerifyRecord extends Disposable {
  heed(event: WalkEvent, progress: WalkProgress): void
  /** It ran to its end. */
  finish(progress: WalkProgress): void
}

/**
 * Writes to the ledger of the Thaw that is read from. A verification of an endpoint that was named leaves nothing, and
 * one whose ledger cannot be opened goes on without. What was found until it is disposed is kept, also of one cut short.
 *
 * @param mayChange the job is still being written.
 */
export function startVerifyRecord(
  { ledger: at }: Pick<Connection, 'ledger'>,
  scope: Scope,
  mayChange: boolean,
): VerifyRecord | undefined {
  const ledger = openedLedger(at)
  if (!at || !ledger) return undefined
  const { endpoint } = at
  const startedAt = Date.now()
  const findings: Finding[] = []
  const onFinding = findings.push.bind(findings)
  const recorder = createRecorder({ ledger, endpoint, scope, now: Date.now, mayChange, onFinding })
  let flushedAt = startedAt
  let progress: WalkProgress | undefined
  let isDone = false
  return {
    heed(event, current) {
      progress = current
      recorder.heed(event)
      if (Date.now() - flushedAt < everyMs) return
      recorder.flush()
      flushedAt = Date.now()
    },
    finish(all) {
      progress = all
      isDone = true
      recorder.flush()
      recorder.finish(all, startedAt)
    },
    [Symbol.dispose]() {
      recorder.flush()
      if (progress && (isDone || progress.objects > 0))
        enter(ledger, { endpoint, scope, mayChange, startedAt, findings, progress, isDone })
      ledger[Symbol.dispose]()
    },
  }
}

interface Ended {
  endpoint: string
  scope: Scope
  mayChange: boolean
  startedAt: number
  findings: readonly Finding[]
  progress: WalkProgress
  isDone: boolean
}

/** Puts the verification among those of the dashboard, as one that has ended: in one write, or that would begin it. */
function enter(ledger: Ledger, { endpoint, scope, mayChange, startedAt, findings, progress, isDone }: Ended): void {
  const id = randomUUID()
  const tasks = ledger.verifications
  const now = Date.now()
  ledger.inOneWrite(() => {
    tasks.create({ ...scope, id, endpoint, since: null, createdAt: startedAt })
    tasks.move(id, ['waiting'], { state: 'running', now: startedAt })
    for (const finding of findings) tasks.addFinding(id, finding)
    tasks.progress(id, { ...progress, rate: null }, now)
    if (isDone) tasks.counted(id, progress)
    tasks.move(id, ['running'], { state: isDone ? 'done' : 'cancelled', now })
    if (mayChange) ledger.sharedContent.close(endpoint, id)
  })
}
