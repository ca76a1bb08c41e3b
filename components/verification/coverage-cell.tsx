import { Time } from '../time/times.tsx'
import { Unknown } from '../ui/size.tsx'
import { type CoverageFacts, coverageShare } from './coverage.ts'

/** How much of a job was hash-checked and how long ago that began to be so; a dash where nothing was. */
export function CoverageCell({ coverage, size }: { coverage: CoverageFacts | undefined; size: number | undefined }) {
  if (!coverage) return <Unknown why="Nothing of it was verified here" />
  return (
    <span>
      {coverageShare(coverage, size)}, <Time at={coverage.oldestAt} />
    </span>
  )
}
