import { TriangleAlert } from 'lucide-react'
import { coverageShare } from '#lib/jobs/coverage.ts'
import type { JobFacts } from '#lib/jobs/job-facts.ts'
import { isComplete } from '#lib/jobs/verdict.ts'
import { Badge } from '../ui/badge.tsx'
import { Unknown } from '../ui/size.tsx'
import { VerificationMark } from './verification-mark.tsx'

/**
 * How much of a job was found good and how long ago that began to be so, that nothing of it was ever read, or that it is
 * damaged; a dash where there is no backup.
 */
export function CoverageCell({ job }: { job: JobFacts }) {
  const { verified, damaged, state } = job
  if (damaged)
    return (
      <Badge
        icon={<TriangleAlert aria-hidden size={15} />}
        title={verified && `Good: ${coverageShare(verified, job)}`}
        tone="danger"
      >
        Damaged
      </Badge>
    )
  if (!verified && !isComplete(state)) return <Unknown why="There is no backup to verify" />
  return <VerificationMark job={job} />
}
