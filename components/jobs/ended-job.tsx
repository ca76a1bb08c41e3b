import type { ReactNode } from 'react'
import { howItEnded } from '#lib/jobs/ended.ts'
import { jobsHref } from '#lib/search-params/jobs.ts'
import { objectsHref } from '#lib/search-params/objects.ts'
import { countOf, formatBytes } from '../format/size.ts'
import { visible } from '../format/text.ts'
import { Time } from '../time/times.tsx'
import { AppLink } from '../ui/app-link.tsx'
import { JobState } from '../ui/job-state.tsx'
import { CoverageCell } from '../verification/coverage-cell.tsx'
import type { JobRow } from './job-row.ts'

/** The jobs of a resource around one of them. */
export interface JobsAround {
  /** The next one that began after it. */
  next?: JobRow
  /** The newest backups, whatever is known of them. */
  backups: JobRow[]
  /** Whether there are more of those. */
  more: boolean
}

interface Props {
  job: JobRow
  around: JobsAround
  /** What one looked for in it: where that is in other backups. */
  children?: ReactNode
}

const section = 'grid w-full max-w-190 justify-items-start gap-3 pt-6 pb-8 text-fg [&_strong]:font-semibold'
const links = '[&_a]:text-accent [&_a]:underline [&_a]:underline-offset-2'

/** What a job is that ended without a backup: how, when and why it ended, what came in its place, and where backups are. */
export function EndedJob({ job, around: { next, backups, more }, children }: Props) {
  return (
    <section aria-label="What became of this job" className={`${section} ${links}`} data-ended>
      <p>
        <strong>
          This job {howItEnded(job)}
          {job.completed !== undefined && (
            <>
              {' '}
              <Time at={job.completed} />
            </>
          )}
          .
        </strong>{' '}
        It left no backup: there is nothing in it to look at, verify or download.
      </p>
      {job.message && (
        <p className="wrap-anywhere border-border-strong border-l-3 pl-3 text-muted">{visible(job.message)}</p>
      )}
      {next && (
        <div className="flex flex-wrap gap-x-3 gap-y-1">
          <p>
            {job.abortCause === 'taken-over' || job.abortCause === 'lapsed'
              ? 'In its place came '
              : 'The next job was '}
            <AppLink href={objectsHref(next.id)}>
              the one begun {next.created === undefined ? next.id : <Time at={next.created} />}
            </AppLink>
          </p>
          <JobState job={next} />
        </div>
      )}
      {children}
      <Backups backups={backups} job={job} more={more} />
    </section>
  )
}

function Backups({ job, backups, more }: { job: JobRow; backups: JobRow[]; more: boolean }) {
  if (!job.arn) return null
  const all = jobsHref({ resource: job.arn, vault: job.vault ?? null })
  if (backups.length === 0)
    return (
      <p>
        No other job of this resource has left a backup. <AppLink href={all}>All jobs of this resource</AppLink>
      </p>
    )
  return (
    <div className="grid w-full justify-items-start gap-2 pt-3">
      <h2 className="text-lg leading-6">Backups of this resource</h2>
      <ul className="w-full border-border border-t">
        {backups.map((backup) => (
          <li className="flex min-h-(--row) flex-wrap items-center gap-x-5 border-border border-b py-1" key={backup.id}>
            <AppLink href={objectsHref(backup.id)}>
              {backup.created === undefined ? backup.id : <Time at={backup.created} />}
            </AppLink>
            <JobState job={backup} />
            <span className="text-muted tabular-nums">{amountOf(backup)}</span>
            <CoverageCell job={backup} />
          </li>
        ))}
      </ul>
      <p>
        <AppLink href={all}>{more ? 'All of them, and the other jobs' : 'All jobs of this resource'}</AppLink>
      </p>
    </div>
  )
}

function amountOf({ objects, size }: JobRow): string {
  const parts = [objects !== undefined && countOf(objects, 'object'), size !== undefined && formatBytes(size)]
  return parts.filter(Boolean).join(', ')
}
