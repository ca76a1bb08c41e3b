'use client'

import { Ellipsis } from 'lucide-react'
import { useState } from 'react'
import { visible } from '../format/text.ts'
import { onDemand } from '../ui/on-demand.tsx'
import { Press } from '../ui/press.tsx'
import type { JobChanges } from './job-changes.ts'
import type { JobRow } from './job-row.ts'

const JobDetails = onDemand(() => import('./job-details.tsx'))

/** Opens all that is known of a job, and what can be done with it. */
export function DetailsButton({ job, changes }: { job: JobRow; changes: JobChanges }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Press
        aria-haspopup="dialog"
        aria-label={`Details of ${visible(job.resource) || job.id}`}
        className="grid h-[min(32px,calc(var(--row)-2px))] w-8 place-items-center rounded-md text-muted hover:bg-border hover:text-fg max-sm:-mr-2 max-sm:size-10"
        data-details
        onClick={() => setOpen(true)}
        title="Details (Space)"
      >
        <Ellipsis aria-hidden size={16} />
      </Press>
      {open && <JobDetails changes={changes} job={job} onClose={() => setOpen(false)} />}
    </>
  )
}
