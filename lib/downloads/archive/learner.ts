import { bestEffort } from '#lib/failure/best-effort.ts'
import type { KnownContent } from '#lib/ledger/known-contents.ts'
import type { Ledger } from '#lib/ledger/ledger.ts'
import type { Log } from '#lib/log.ts'

/** Findings to a write. */
const batchSize = 1_000

/** Keeps what all reads of this process find of whole contents, many to a write; flush it at the end of each. */
export function createLearner({ ledger, log }: { ledger: Pick<Ledger, 'knownContents'>; log: Pick<Log, 'error'> }) {
  let found: ({ checksum: string } & KnownContent)[] = []
  let written = Promise.resolve()
  function flush(): Promise<void> {
    if (found.length === 0) return written
    const batch = found
    found = []
    const before = written
    written = bestEffort(log, () => ledger.knownContents.learn(batch)).then(() => before)
    return written
  }
  return {
    add(finding: { checksum: string } & KnownContent): void {
      found.push(finding)
      if (found.length >= batchSize) void flush()
    },
    /** @returns when all that was found until now is written. */
    flush,
  }
}

export type Learner = ReturnType<typeof createLearner>
