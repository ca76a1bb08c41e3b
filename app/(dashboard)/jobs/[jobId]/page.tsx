import { Suspense } from 'react'
import { listEntries } from '#app/actions/entries.ts'
import { lastSeen, lookAtObject } from '#app/actions/in-hand.ts'
import { lookAtJob } from '#app/actions/jobs.ts'
import { archiveActions } from '#app/archive-actions.ts'
import { jobChanges } from '#app/job-changes.ts'
import { readEntries } from '#app/reads/entries.ts'
import { readJob } from '#app/reads/job.ts'
import { readJobChoices } from '#app/reads/jobs.ts'
import { readJobsAround } from '#app/reads/jobs-around.ts'
import { readJobDamage } from '#app/reads/known-damage.ts'
import { readLastSeen } from '#app/reads/last-seen.ts'
import { rememberJob } from '#app/reads/remembered.ts'
import { readVerifications } from '#app/reads/verification.ts'
import { requireSession } from '#app/session.ts'
import { verificationActions } from '#app/verification-actions.ts'
import { DamagedSample, isDamagedSample } from '#components/damage/damaged-sample.tsx'
import { JobDamage } from '#components/damage/job-damage.tsx'
import { shellQuote } from '#components/format/text.ts'
import { pageInset, Work } from '#components/frame/work.tsx'
import { DetailsButton } from '#components/jobs/details-button.tsx'
import { EndedJob } from '#components/jobs/ended-job.tsx'
import { FollowJob } from '#components/jobs/follow-job.tsx'
import { JobActions } from '#components/jobs/job-actions.tsx'
import { type JobRow, notArchivable } from '#components/jobs/job-row.ts'
import { WarningNotice } from '#components/jobs/warning-notice.tsx'
import { EntriesTable } from '#components/objects/entries-table.tsx'
import { entryColumns, entryTable } from '#components/objects/entry-columns.ts'
import { EntryFilters } from '#components/objects/entry-filters.tsx'
import { FolderActions } from '#components/objects/folder-actions.tsx'
import { FolderObject } from '#components/objects/folder-object.tsx'
import { JobHeader, UnknownJobHeader } from '#components/objects/job-header.tsx'
import { JobPlace } from '#components/objects/job-place.tsx'
import { NoEntries } from '#components/objects/no-entries.tsx'
import { BesidePanel } from '#components/panel/beside-panel.tsx'
import type { EntriesPage } from '#components/panel/in-hand.ts'
import { LastSeenLine } from '#components/panel/last-seen-line.tsx'
import { SkeletonTable } from '#components/table/skeleton-table.tsx'
import { PageTitle } from '#components/ui/page-title.tsx'
import { RefreshFailure } from '#components/ui/refresh-failure.tsx'
import { SkeletonFacts } from '#components/ui/skeleton-facts.tsx'
import { Twin } from '#components/ui/twin.tsx'
import { Tasks } from '#components/verification/tasks.tsx'
import type { Result } from '#lib/failure/result.ts'
import { leftNothing } from '#lib/jobs/ended.ts'
import { isOpen } from '#lib/jobs/verdict.ts'
import { isFiltered, loadObjectsParams, type ObjectsParams, objectsHref } from '#lib/search-params/objects.ts'
import { JobName, JobTitle } from './job-name.tsx'

/** A job that is not there, or left nothing, is said once; it has no names to filter. */
const unfiltered = 'has-[[data-missing],[data-ended]]:[&>search]:hidden'

export default async function ObjectsPage({ params, searchParams }: PageProps<'/jobs/[jobId]'>) {
  await requireSession()
  const jobId = decodeURIComponent((await params).jobId)
  const asked = await loadObjectsParams(searchParams)
  return (
    <BesidePanel>
      {asked.folder ? <PageTitle>{asked.folder}</PageTitle> : <JobTitle jobId={jobId} />}
      <JobPlace folder={asked.folder} job={<JobName jobId={jobId} />} jobId={jobId} />
      <Work className={`${pageInset} @container ${unfiltered}`}>
        <Suspense fallback={<SkeletonFacts />}>
          <Header asked={asked} jobId={jobId} />
        </Suspense>
        <Suspense>
          <Verification jobId={jobId} />
        </Suspense>
        {/* Behind no boundary: what is typed, chosen or focused at once must stay when the rest arrives. */}
        <EntryFilters jobId={jobId} params={asked} />
        <Suspense
          fallback={<SkeletonTable className={entryTable} columns={entryColumns} label="Objects" rows={12} />}
          key={objectsHref(jobId, { folder: asked.folder, view: asked.view })}
        >
          <Entries asked={asked} jobId={jobId} />
        </Suspense>
      </Work>
    </BesidePanel>
  )
}

async function Header({ jobId, asked }: { jobId: string; asked: ObjectsParams }) {
  const { folder } = asked
  const result = await readJob(jobId)
  const details = result.ok && <DetailsButton changes={jobChanges} job={result.job} />
  if (result.ok && leftNothing(result.job.state))
    return <JobHeader choices={await readJobChoices(result.job)} details={details} job={result.job} />
  const actions = (
    <>
      <FolderActions
        actions={entryActions}
        folder={folder}
        jobId={jobId}
        missing={readEntries(jobId, asked).then((first) => isMissing(first, asked))}
        refused={result.ok ? notArchivable(result.job) : undefined}
      />
      {result.ok && !folder && <JobActions changes={jobChanges} job={result.job} />}
    </>
  )
  if (!result.ok && result.error.code === 'NotOffered')
    return <UnknownJobHeader jobId={jobId}>{actions}</UnknownJobHeader>
  if (!result.ok)
    return (
      <div data-missing={result.error.code === 'ResourceNotFoundException' || undefined}>
        <h1 className="visually-hidden">Job {jobId}</h1>
        <RefreshFailure failure={result.error} />
      </div>
    )
  const { job } = result
  return (
    <>
      <JobHeader choices={await readJobChoices(job)} details={details} job={job}>
        {actions}
      </JobHeader>
      <WarningNotice changes={jobChanges} job={job} />
      {isOpen(job.state) && <FollowJob job={job} look={lookAtJob} />}
    </>
  )
}

async function Verification({ jobId }: { jobId: string }) {
  const [tasks, job] = await Promise.all([readVerifications(jobId), readJob(jobId)])
  if (job.ok && leftNothing(job.job.state)) return null
  const damage = await readJobDamage(jobId)
  return (
    <>
      {job.ok && isDamagedSample(job.job) && damage.length === 0 && <DamagedSample />}
      <JobDamage damage={damage} jobId={jobId} />
      <Tasks actions={verificationActions} jobId={jobId} known={tasks.ok ? tasks.tasks : []} />
    </>
  )
}

const entryActions = {
  list: listEntries,
  look: lookAtObject,
  lastSeen,
  archive: archiveActions,
  verification: verificationActions,
}

async function Entries({ jobId, asked }: { jobId: string; asked: ObjectsParams }) {
  const entries = readEntries(jobId, asked)
  const job = await readJob(jobId)
  if (job.ok && leftNothing(job.job.state)) return <Ended asked={asked} job={job.job} />
  const first = await entries
  if (first.ok && !job.ok) await rememberJob(jobId)
  if (!first.ok && !job.ok && first.error.code === job.error.code) return null
  return (
    <>
      {first.ok && first.marker && <FolderObject jobId={jobId} name={first.marker} />}
      <EntriesTable
        actions={entryActions}
        empty={
          <NoEntries
            empty={first.ok && first.marker !== undefined}
            jobId={jobId}
            params={asked}
            running={job.ok && job.job.state === 'RUNNING'}
          >
            {isMissing(first, asked) && (
              <Suspense fallback={<p>Looking at the backups around it…</p>}>
                <FolderLastSeen asked={asked} jobId={jobId} />
              </Suspense>
            )}
          </NoEntries>
        }
        first={first}
        jobId={jobId}
        key={objectsHref(jobId, asked)}
        params={asked}
        refused={job.ok ? notArchivable(job.job) : undefined}
      />
      {first.ok && (first.rows.length > 0 || first.cursor) && (
        <Twin
          line={`bin/thaw restore ${shellQuote(jobId)} ${asked.folder ? `${shellQuote(asked.folder)} ` : ''}--to DIR`}
          what={asked.folder ? 'Restore this folder from the command line' : 'Restore this job from the command line'}
        />
      )}
    </>
  )
}

/** In place of the objects of a job that left none. */
async function Ended({ job, asked }: { job: JobRow; asked: ObjectsParams }) {
  return (
    <EndedJob around={await readJobsAround(job)} job={job}>
      {asked.folder && (
        <Suspense>
          <FolderLastSeen asked={asked} jobId={job.id} />
        </Suspense>
      )}
    </EndedJob>
  )
}

/** Whether the job has no such folder; one that only holds nothing behind the filters is there. */
function isMissing(first: Result<EntriesPage>, asked: ObjectsParams): boolean {
  return first.ok && first.rows.length === 0 && !first.cursor && !first.marker && !!asked.folder && !isFiltered(asked)
}

async function FolderLastSeen({ jobId, asked }: { jobId: string; asked: ObjectsParams }) {
  const found = await readLastSeen(jobId, asked.folder)
  if (!found.ok) return null
  return <LastSeenLine found={found} href={(other) => objectsHref(other, asked)} />
}
