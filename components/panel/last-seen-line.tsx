import { formatCount } from '../format/size.ts'
import { Time } from '../time/times.tsx'
import { AppLink } from '../ui/app-link.tsx'
import type { LastSeen } from './in-hand.ts'

interface Props {
  found: LastSeen
  /** The same place in another job. */
  href: (jobId: string) => string
}

/** Where what this job lacks was last seen, and the way there. */
export function LastSeenLine({ found: { looked, seen }, href }: Props) {
  if (seen)
    return (
      <p>
        {seen.newer ? 'It came later: first seen in ' : 'Last seen in '}
        <AppLink href={href(seen.jobId)}>
          the backup of <Time at={seen.created} />
        </AppLink>
        .
      </p>
    )
  if (looked === 0) return <p>There is no other backup of this resource to look at.</p>
  return (
    <p>
      {looked === 1
        ? 'The one other backup around it does not have it either.'
        : `None of the ${formatCount(looked)} backups around it has it.`}
    </p>
  )
}
