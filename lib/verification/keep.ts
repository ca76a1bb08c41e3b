import type { Ledger } from '#lib/ledger/ledger.ts'
import type { Finding, Verification } from '#lib/ledger/verification-tasks.ts'
import type { SeenChunks } from '#lib/restore/index.ts'
import { createSeenChunks } from './seen-chunks.ts'
import type { WalkEvent, WalkProgress } from './walk.ts'

/** The ledger is written to at most this often while a verification runs. */
const everyMs = 500

/** Findings of one verification that are kept one by one; what is behind them shows in the count of damaged objects. */
const mostFindings = 100_000

/** Brings what a walk tells into the ledger, in few writes. */
export interface Keeper {
  /** Where the next walk begins. */
  readonly progress: WalkProgress
  readonly seen: SeenChunks
  heed(event: WalkEvent, progress: WalkProgress): void
  flush(): void
  /** All is done: the task ends, and a whole job is counted. */
  finish(): void
}

export function keepInLedger(ledger: Ledger, task: Verification, now: () => number): Keeper {
  const { id, endpoint, jobId } = task
  const isWholeJob = task.prefix === '' && task.name === null
  let progress: WalkProgress = task
  let writes: (() => void)[] = []
  let flushedAt = now()
  let flushedBytes = task.bytes
  let rate: number | null = null
  let found = ledger.verifications.countFindings(id).found

  function foundDamage(finding: Finding): void {
    ledger.verification.forgetContent(endpoint, finding.objectChecksum)
    if (found++ >= mostFindings) return
    ledger.verifications.addFinding(id, finding)
    ledger.damagedChunks.record({ ...finding, endpoint, jobId })
  }

  function foundGood({ name, checksum, bytes }: Extract<WalkEvent, { kind: 'verified' }>, at: number): void {
    if (isWholeJob) ledger.verification.remember(endpoint, checksum, at)
    else ledger.verification.recordVerified({ endpoint, jobId, contents: [{ checksum, bytes }], at })
    ledger.damagedChunks.healObject({ endpoint, jobId, object: name })
  }

  function flush(): void {
    const at = now()
    const bytes = progress.bytes + progress.aheadBytes
    const lately = ((bytes - flushedBytes) * 1000) / Math.max(at - flushedAt, 1)
    rate = rate === null ? lately : 0.7 * rate + 0.3 * lately
    flushedAt = at
    flushedBytes = bytes
    const due = writes
    writes = []
    ledger.inOneWrite(() => {
      for (const write of due) write()
      ledger.verifications.progress(id, { ...progress, rate }, at)
    })
  }

  return {
    get progress() {
      return { ...progress }
    },
    seen: createSeenChunks(),
    heed(event, current) {
      const at = now()
      progress = current
      if (event.kind === 'finding') writes.push(() => foundDamage({ ...event.finding, foundAt: at }))
      if (event.kind === 'chunk') writes.push(() => ledger.damagedChunks.healChunk(endpoint, event.checksum))
      if (event.kind === 'verified') writes.push(() => foundGood(event, at))
      if (at - flushedAt >= everyMs) flush()
    },
    flush,
    finish() {
      const at = now()
      ledger.inOneWrite(() => {
        flush()
        const isDone = ledger.verifications.move(id, ['running'], { state: 'done', now: at })
        if (isDone && isWholeJob) ledger.verification.setCoverage(endpoint, coverageOf(progress))
      })

      function coverageOf({ objects, bytes, damagedObjects, damagedBytes, oldestAt }: WalkProgress) {
        const startedAt = task.startedAt ?? task.createdAt
        return {
          jobId,
          objects: objects - damagedObjects,
          bytes: bytes - damagedBytes,
          totalObjects: objects,
          totalBytes: bytes,
          oldestAt: Math.min(oldestAt ?? startedAt, startedAt),
          newestAt: at,
          countedAt: at,
        }
      }
    },
  }
}
