import { bestEffort } from '#lib/failure/best-effort.ts'
import type { KnownContent } from '#lib/ledger/known-contents.ts'
import type { Ledger } from '#lib/ledger/ledger.ts'
import type { Log } from '#lib/log.ts'

/** Findings to a write. */
const batchSize = 1_000

/** Keeps what reads find of whole contents, many to a write. Disposing it writes the rest. */
export function createLearner({ ledger, log }: { ledger: Pick<Ledger, 'knownContents'>; log: Pick<Log, 'error'> }) {
  let found: ({ checksum: string } & KnownContent)[] = []
  function flush(): void {
    if (found.length === 0) return
    const batch = found
    found = []
    bestEffort(log, () => ledger.knownContents.learn(batch))
  }
  return {
    add(finding: { checksum: string } & KnownContent): void {
      found.push(finding)
      if (found.length >= batchSize) flush()
    },
    flush,
    [Symbol.dispose]: flush,
  }
}
