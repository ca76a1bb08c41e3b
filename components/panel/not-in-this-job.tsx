'use client'

import { useQuery } from '@tanstack/react-query'
import { inHandHref, type ObjectsParams } from '#lib/search-params/objects.ts'
import { answered } from '../ui/answered.ts'
import { Empty } from '../ui/empty.tsx'
import type { PanelActions } from './in-hand.ts'
import { LastSeenLine } from './last-seen-line.tsx'

interface Props {
  jobId: string
  params: ObjectsParams
  name: string
  lastSeen: PanelActions['lastSeen']
}

/** The address names an object that the job does not have: the job was switched, or the link is old. */
export function NotInThisJob({ jobId, params, name, lastSeen }: Props) {
  const { data: found } = useQuery({
    queryKey: ['last seen', jobId, name],
    queryFn: () => answered(lastSeen(jobId, name)),
  })
  return (
    <Empty title="Not in this job">
      {found ? (
        found.ok && <LastSeenLine found={found} href={(other) => inHandHref(other, params, name)} />
      ) : (
        <p>Looking at the backups around it…</p>
      )}
    </Empty>
  )
}
