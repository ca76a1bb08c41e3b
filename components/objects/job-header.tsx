import type { ReactNode } from 'react'
import { leftNothing } from '#lib/jobs/ended.ts'
import { formatCount } from '../format/size.ts'
import { shorten, visible } from '../format/text.ts'
import { formatDuration } from '../format/time.ts'
import type { JobRow } from '../jobs/job-row.ts'
import { Time } from '../time/times.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { type Fact, Facts } from '../ui/facts.tsx'
import { Heading } from '../ui/heading.tsx'
import { JobState } from '../ui/job-state.tsx'
import { Size, Unknown } from '../ui/size.tsx'
import { CoverageCell } from '../verification/coverage-cell.tsx'
import { type JobChoice, JobSwitcher } from './job-switcher.tsx'

const head = 'mb-2 flex flex-wrap items-center gap-x-4 gap-y-2'

interface Props {
  job: JobRow
  choices: JobChoice[]
  /** The way to all that is known of it. */
  details?: ReactNode
  /** What can be done with it. */
  children?: ReactNode
}

/** Which backup this is: of what, from when, how it ended and how much it holds. */
export function JobHeader({ job, choices, details, children }: Props) {
  return (
    <header className="border-border border-b pb-4">
      <div className={head}>
        <div className="flex min-w-0 items-center gap-1">
          <Heading>{visible(job.resource) || job.id}</Heading>
          {details}
        </div>
        <JobSwitcher current={job.id} jobs={choices} />
        {children && <Commands>{children}</Commands>}
      </div>
      {job.message && job.state !== 'COMPLETED' && !leftNothing(job.state) && (
        <p className="mb-2 text-warn">{visible(job.message)}</p>
      )}
      <Facts facts={factsOf(job)} />
    </header>
  )
}

/** The same for an endpoint that tells nothing about its jobs. */
export function UnknownJobHeader({ jobId, children }: { jobId: string; children?: ReactNode }) {
  return (
    <header className="border-border border-b pb-4">
      <div className={head}>
        <Heading>{visible(jobId)}</Heading>
        <CopyButton text={jobId} what="job id" />
        {children && <Commands>{children}</Commands>}
      </div>
      <p className="text-muted">This endpoint tells nothing about jobs, only what is in them.</p>
    </header>
  )
}

/** What can be done, at the end of the line unless the switcher has pushed it there. */
function Commands({ children }: { children: ReactNode }) {
  return (
    <div className="ml-auto flex flex-wrap gap-2 max-sm:ml-0 max-sm:w-full [label+&]:ml-0" data-commands>
      {children}
    </div>
  )
}

function factsOf(job: JobRow): Fact[] {
  const { created, completed } = job
  const amounts: Fact[] = [
    { label: 'Objects', value: job.objects === undefined ? <Unknown /> : formatCount(job.objects) },
    { label: 'Size', value: <Size bytes={job.size} /> },
    { label: 'New', value: <Size bytes={job.newBytes} /> },
    { label: 'Verified', value: <CoverageCell job={job} /> },
  ]
  return [
    { label: 'State', value: <JobState job={job} /> },
    { label: 'Started', value: created === undefined ? <Unknown /> : <Time at={created} /> },
    {
      label: 'Took',
      value:
        created === undefined || completed === undefined ? (
          <Unknown why="The job has not ended" />
        ) : (
          formatDuration(completed - created)
        ),
    },
    ...(leftNothing(job.state) ? [] : amounts),
    { label: 'Vault', value: job.vault ?? <Unknown /> },
    {
      label: 'Job id',
      value: (
        <>
          <code title={job.id}>{shorten(job.id, 13, 4)}</code>
          <CopyButton text={job.id} what="job id" />
        </>
      ),
    },
  ]
}
