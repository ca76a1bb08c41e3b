'use client'

import { type JobsParams, jobsHref } from '#lib/search-params/jobs.ts'
import { objectsHref } from '#lib/search-params/objects.ts'
import { formatCount } from '../format/size.ts'
import { visible } from '../format/text.ts'
import { formatDuration } from '../format/time.ts'
import { Cells } from '../table/cells.tsx'
import type { PageResult, ReadPage } from '../table/page.ts'
import { RowLink } from '../table/row-link.tsx'
import { VirtualTable } from '../table/virtual-table.tsx'
import { Time } from '../time/times.tsx'
import { AppLink } from '../ui/app-link.tsx'
import { Empty } from '../ui/empty.tsx'
import { JobState } from '../ui/job-state.tsx'
import { Size, Unknown } from '../ui/size.tsx'
import { CoverageCell } from '../verification/coverage-cell.tsx'
import { DetailsButton } from './details-button.tsx'
import type { JobChanges } from './job-changes.ts'
import { jobColumns, jobsTable } from './job-columns.ts'
import type { JobRow, JobsCursor } from './job-row.ts'

interface Props {
  params: JobsParams
  first: PageResult<JobRow, JobsCursor>
  listJobs: (params: JobsParams, cursor: JobsCursor | undefined) => ReturnType<ReadPage<JobRow, JobsCursor>>
  changes: JobChanges
}

/** A row a job, newest first as the service lists them. */
export function JobsTable({ params, first, listJobs, changes }: Props) {
  return (
    <>
      {params.text && (
        <p className="pb-1 text-muted text-sm">
          The endpoint cannot search: “{visible(params.text)}” is looked for in the jobs read so far, on and on as you
          scroll.
        </p>
      )}
      <VirtualTable
        cells={(job) => <JobCells changes={changes} job={job} />}
        className={jobsTable.table}
        columns={jobColumns}
        empty={<NoJobs params={params} />}
        first={first}
        label="Jobs"
        name={['jobs', jobsHref(params)]}
        noun={['job', 'jobs']}
        read={(cursor) => listJobs(params, cursor)}
        rowKey={(job) => job.id}
      />
    </>
  )
}

function JobCells({ job, changes }: { job: JobRow; changes: JobChanges }) {
  const lasted = job.created !== undefined && job.completed !== undefined ? job.completed - job.created : undefined
  return (
    <Cells
      columns={jobColumns}
      of={{
        state: <JobState job={job} />,
        resource: (
          <RowLink href={objectsHref(job.id)} title={`Job ${job.id}`}>
            {visible(job.resource) || job.id}
          </RowLink>
        ),
        vault: job.vault ?? <Unknown />,
        started: job.created === undefined ? <Unknown /> : <Time at={job.created} />,
        duration: lasted === undefined ? <Unknown why="The job has not ended" /> : formatDuration(lasted),
        objects: job.objects === undefined ? <Unknown /> : formatCount(job.objects),
        size: <Size bytes={job.size} />,
        new: <Size bytes={job.newBytes} />,
        verified: <CoverageCell job={job} />,
        actions: <DetailsButton changes={changes} job={job} />,
      }}
    />
  )
}

function NoJobs({ params }: { params: JobsParams }) {
  if (jobsHref(params) === '/jobs')
    return <Empty title="No backups yet">The store is empty. What is backed up appears here by itself.</Empty>
  return (
    <Empty title="No job matches these filters">
      <p>
        Every job was looked at. <AppLink href="/jobs">Clear the filters</AppLink> to see them all.
      </p>
    </Empty>
  )
}
