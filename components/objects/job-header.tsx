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
import styles from './job-header.module.css'
import { type JobChoice, JobSwitcher } from './job-switcher.tsx'

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
    <header className={styles.header}>
      <div className={styles.head}>
        <div className={styles.name}>
          <Heading>{visible(job.resource) || job.id}</Heading>
          {details}
        </div>
        <JobSwitcher current={job.id} jobs={choices} />
        {children && (
          <div className={styles.actions} data-commands>
            {children}
          </div>
        )}
      </div>
      {job.message && job.state !== 'COMPLETED' && !leftNothing(job.state) && (
        <p className={styles.message}>{visible(job.message)}</p>
      )}
      <Facts facts={factsOf(job)} />
    </header>
  )
}

/** The same for an endpoint that tells nothing about its jobs. */
export function UnknownJobHeader({ jobId, children }: { jobId: string; children?: ReactNode }) {
  return (
    <header className={styles.header}>
      <div className={styles.head}>
        <Heading>{visible(jobId)}</Heading>
        <CopyButton text={jobId} what="job id" />
        {children && (
          <div className={styles.actions} data-commands>
            {children}
          </div>
        )}
      </div>
      <p className={styles.quiet}>This endpoint tells nothing about jobs, only what is in them.</p>
    </header>
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
