import type { CountedCoverage } from '#lib/ledger/verification.ts'
import type { Finding, Walked, WalkFact } from '#lib/ledger/walked.ts'
import type { Scope } from './scope.ts'
import type { WalkEvent, WalkProgress } from './walk.ts'

/** Findings of one walk that are kept one by one; what is behind them shows in the count of damaged objects. */
const mostFindings = 100_000

/** Gathers what a walk tells for all who ask the ledger: what was verified and when, what is damaged, what is healed. */
export interface Recorder {
  heed(event: WalkEvent): void
  /** What is due to be kept, in its order. It is due again where `keep` rejects. */
  flush<T>(keep: (walked: Walked) => Promise<T>): Promise<T>
  /** What a whole job comes to when the walk has come to its end; undefined where nothing of it counts for the job. */
  coverage(progress: WalkProgress, startedAt: number): CountedCoverage | undefined
}

export interface RecorderOptions {
  endpoint: string
  scope: Scope
  now: () => number
  /** Findings there are already, of a walk that is gone on with. */
  found?: number
  /** Called for each finding that is kept one by one. */
  onFinding?: (finding: Finding) => void
  /** The job is still being written: what was read may not be what it comes to, so nothing of it counts for the job. */
  mayChange?: boolean
}

export function createRecorder(options: RecorderOptions): Recorder {
  const { endpoint, scope, now, onFinding, mayChange = false } = options
  const { jobId } = scope
  const isWholeJob = scope.prefix === '' && scope.name === null
  let facts: WalkFact[] = []
  let found = options.found ?? 0

  return {
    heed(event) {
      if (event.kind === 'finding') {
        const finding = { ...event.finding, foundAt: now() }
        const isListed = found++ < mostFindings
        if (isListed) onFinding?.(finding)
        facts.push({ kind: 'finding', finding, isListed })
      }
      if (event.kind === 'chunk') facts.push(event)
      if (event.kind === 'verified') facts.push({ ...event, at: now() })
    },
    async flush(keep) {
      const due = facts
      facts = []
      try {
        return await keep({ endpoint, jobId, facts: due, countsEach: !isWholeJob && !mayChange })
      } catch (error) {
        facts = [...due, ...facts]
        throw error
      }
    },
    coverage({ objects, bytes, damagedObjects, damagedBytes, oldestAt }, startedAt) {
      if (!isWholeJob || mayChange) return undefined
      const at = now()
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
    },
  }
}
