import { TriangleAlert } from 'lucide-react'
import { Time } from '../time/times.tsx'
import { Badge } from '../ui/badge.tsx'
import { Unknown } from '../ui/size.tsx'
import { type CoverageFacts, coverageShare } from './coverage.ts'

interface Props {
  coverage: CoverageFacts | undefined
  damaged: boolean | undefined
  /** Bytes of the job. */
  size: number | undefined
}

/** How much of a job was found good and how long ago that began to be so, or that it is damaged; a dash where nothing was read. */
export function CoverageCell({ coverage, damaged, size }: Props) {
  if (damaged)
    return (
      <Badge
        icon={<TriangleAlert aria-hidden size={15} />}
        title={coverage && `Good: ${coverageShare(coverage, size)}`}
        tone="danger"
      >
        Damaged
      </Badge>
    )
  if (!coverage) return <Unknown why="Nothing of it was verified here" />
  return (
    <span>
      {coverageShare(coverage, size)}
      <span data-when>
        , <Time at={coverage.oldestAt} />
      </span>
    </span>
  )
}
