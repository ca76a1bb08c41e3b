import type { VerifiedContent } from '#lib/ledger/verification.ts'
import type { DownloadContext } from './context.ts'

/** Contents told to the ledger at once, about 20 ms: each call writes most pages of a table in no order to disk. */
const batch = 2_000

/** Gathers the contents a download has read whole, so that they count as verified. Flush it at the end. */
export function verifiedContents({ ledger, source, clock }: DownloadContext, jobId: string) {
  let contents: VerifiedContent[] = []
  function flush(): void {
    if (contents.length === 0) return
    const read = { endpoint: source.endpoint, jobId, contents, at: clock() }
    contents = []
    ledger.verification.recordVerified(read)
  }
  return {
    add(content: VerifiedContent): void {
      contents.push(content)
      if (contents.length >= batch) flush()
    },
    flush,
  }
}
