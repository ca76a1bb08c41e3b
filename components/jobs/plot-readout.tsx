import { objectsHref } from '#lib/search-params/objects.ts'
import { exactBytes, formatBytes } from '../format/size.ts'
import { Time } from '../time/times.tsx'
import { AppLink } from '../ui/app-link.tsx'
import { Badge } from '../ui/badge.tsx'
import { JobState } from '../ui/job-state.tsx'
import { accentLink } from '../ui/link-looks.ts'
import { Unknown } from '../ui/size.tsx'
import type { PlotPoint } from './plot.ts'
import { PlotMarkShape } from './plot-marks.tsx'

/** The exact figures of the job in hand. */
export function PlotReadout({ point: { job } }: { point: PlotPoint }) {
  return (
    <p className="flex min-h-7 flex-wrap items-center gap-x-5 tabular-nums max-sm:min-h-12 max-sm:content-start">
      <AppLink className={`${accentLink} min-w-28`} href={objectsHref(job.id)}>
        {job.created === undefined ? job.id : <Time at={job.created} />}
      </AppLink>
      <JobState job={job} />
      {job.damaged && (
        <Badge
          icon={
            <svg aria-hidden height="12" viewBox="-6 -6 12 12" width="12">
              <PlotMarkShape mark="damaged" x={0} y={0} />
            </svg>
          }
          tone="danger"
        >
          Damaged
        </Badge>
      )}
      <Figure bytes={job.size} label="Size" />
      <Figure bytes={job.newBytes} label="New" />
    </p>
  )
}

function Figure({ label, bytes }: { label: string; bytes: number | undefined }) {
  return (
    <span className="whitespace-nowrap">
      <span className="mr-1.5 text-muted">{label}</span>
      {bytes === undefined ? (
        <Unknown />
      ) : (
        <>
          {formatBytes(bytes)} <span className="ml-1 text-muted max-sm:hidden">{exactBytes(bytes)}</span>
        </>
      )}
    </span>
  )
}
