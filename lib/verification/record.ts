import type { Ledger } from '#lib/ledger/ledger.ts'
import type { Finding } from '#lib/ledger/verification-tasks.ts'
import type { Scope } from './scope.ts'
import type { WalkEvent, WalkProgress } from './walk.ts'

/** Findings of one walk that are kept one by one; what is behind them shows in the count of damaged objects. */
const mostFindings = 100_000

/** Keeps what a walk tells for all who ask the ledger: what was verified and when, what is damaged, what is healed. */
export interface Recorder {
  heed(event: WalkEvent): void
  /** Writes what is due, one write to disk. */
  flush(): void
  /** The walk came to its end: a whole job is counted. */
  finish(progress: WalkProgress, startedAt: number): void
}

export interface RecorderOptions {
  ledger: Ledger
  endpoint: string
  scope: Scope
  now: () => number
  /** Findings there are already, of a walk that is gone on with. */
  found?: number
  /** Called for each finding that is kept, in the same write. */
  onFinding?: (finding: Finding) => void
  /** The job is still being written: what was read may not be what it comes to, so nothing of it counts for the job. */
  mayChange?: boolean
}

export function createRecorder(options: RecorderOptions): Recorder {
  const { ledger, endpoint, scope, now, onFinding, mayChange = false } = options
  const { jobId } = scope
  const isWholeJob = scope.prefix === '' && scope.name === null
  // In the order they were told: a chunk may be found damaged and then whole.
  let writes: (() => void)[] = []
  let found = options.found ?? 0

  function foundDamage(finding: Finding): void {
    ledger.verification.forgetContent(endpoint, finding.objectChecksum)
    if (found++ >= mostFindings) return
    onFinding?.(finding)
    ledger.damagedChunks.record({ ...finding, endpoint, jobId })
  }

  function foundGood({ name, checksum, bytes }: Extract<WalkEvent, { kind: 'verified' }>, at: number): void {
    if (isWholeJob || mayChange) ledger.verification.remember(endpoint, checksum, at)
    else ledger.verification.recordVerified({ endpoint, jobId, contents: [{ checksum, bytes }], at })
    ledger.damagedChunks.healObject({ endpoint, jobId, object: name, objectChecksum: checksum })
  }

  return {
    heed(event) {
      const at = now()
      if (event.kind === 'finding') writes.push(() => foundDamage({ ...event.finding, foundAt: at }))
      if (event.kind === 'chunk') writes.push(() => ledger.damagedChunks.healChunk(endpoint, event.checksum))
      if (event.kind === 'verified') writes.push(() => foundGood(event, at))
    },
    flush() {
      const due = writes
      writes = []
      ledger.inOneWrite(() => {
        for (const write of due) write()
      })
    },
    finish({ objects, bytes, damagedObjects, damagedBytes, oldestAt }, startedAt) {
      if (!isWholeJob || mayChange) return
      const at = now()
      ledger.verification.setCoverage(endpoint, {
        jobId,
        objects: objects - damagedObjects,
        bytes: bytes - damagedBytes,
        totalObjects: objects,
        totalBytes: bytes,
        oldestAt: Math.min(oldestAt ?? startedAt, startedAt),
        newestAt: at,
        countedAt: at,
      })
    },
  }
}
