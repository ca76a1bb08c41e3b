import { Shield, ShieldCheck, ShieldHalf, ShieldQuestionMark } from 'lucide-react'
import { coverageShare, verificationOf } from '#lib/jobs/coverage.ts'
import type { JobFacts } from '#lib/jobs/job-facts.ts'
import { Time } from '../time/times.tsx'
import { Badge } from '../ui/badge.tsx'

interface Props {
  job: Pick<JobFacts, 'verified' | 'recordsSince' | 'objects' | 'size'>
  /** Nothing around it says that this is about verification. */
  alone?: boolean
}

/** How much of a backup was read and hash-checked, and since when that is known: an icon and words for each. */
export function VerificationMark({ job, alone = false }: Props) {
  const size = 15
  const { verified } = job
  const verification = verificationOf(job)
  if (verification === 'verification-unknown')
    return (
      <Badge
        icon={<ShieldQuestionMark aria-hidden size={size} />}
        title="No verification read it lately, and what was known of it before was lost with Thaw's records."
        tone="plain"
      >
        {alone ? 'Verification not known' : 'Not known'}
      </Badge>
    )
  if (verification === 'never-verified' || !verified)
    return (
      <Badge
        icon={<Shield aria-hidden size={size} strokeDasharray="3 3" />}
        title="No verification read it, as far as is known here: that it completed is all that is known."
        tone="plain"
      >
        Never verified
      </Badge>
    )
  const whole = verification === 'verified'
  return (
    <Badge
      icon={whole ? <ShieldCheck aria-hidden size={size} /> : <ShieldHalf aria-hidden size={size} />}
      title={
        whole
          ? 'Every object of it was read, and every chunk was as its checksum promises.'
          : 'What was read of it was as its checksums promise; the rest was not, as far as is known here.'
      }
      tone={whole ? 'good' : 'plain'}
    >
      {coverageShare(verified, job)}
      {alone && ' verified'}
      <span data-when>
        , <Time at={verified.oldestAt} />
      </span>
    </Badge>
  )
}
