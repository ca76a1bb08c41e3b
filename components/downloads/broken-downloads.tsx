'use client'

import type { ArchiveActions } from '../archive/archive-actions.ts'
import { onDemand } from '../ui/on-demand.tsx'
import { useBegun } from './use-begun.ts'

const BrokenDownload = onDemand(() => import('./broken-download.tsx'))

/** Tells of the download begun in this tab that broke off last, on whichever page one is. */
export function BrokenDownloads({ archive }: { archive: ArchiveActions }) {
  const broken = useBegun().findLast((each) => each.broken)?.broken
  // Live before there is something to tell, so that it is heard.
  return (
    <div aria-live="assertive" role="alert">
      {broken && <BrokenDownload archive={archive} receipt={broken} />}
    </div>
  )
}
