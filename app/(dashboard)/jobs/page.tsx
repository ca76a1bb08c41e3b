import type { Route } from 'next'
import { redirect } from 'next/navigation'
import { type ReactNode, Suspense } from 'react'
import { listJobs } from '#app/actions/jobs.ts'
import { lookAtRunning } from '#app/actions/running.ts'
import { jobChanges } from '#app/job-changes.ts'
import { readHistory, readJobs, readResources } from '#app/reads/jobs.ts'
import { countKnownDamage } from '#app/reads/known-damage-list.ts'
import { hasVerifiedDownload } from '#app/reads/receipts.ts'
import { rememberedJobs } from '#app/reads/remembered.ts'
import { readStoreStanding, readStoreUsage } from '#app/reads/store.ts'
import { requireSession } from '#app/session.ts'
import { DamageLink } from '#components/damage/damage-link.tsx'
import { countOf } from '#components/format/size.ts'
import { Work } from '#components/frame/work.tsx'
import { FirstSteps } from '#components/jobs/first-steps.tsx'
import { jobColumns, jobsTable } from '#components/jobs/job-columns.ts'
import { type JobChoices, JobFilters } from '#components/jobs/job-filters.tsx'
import { JobsTable } from '#components/jobs/jobs-table.tsx'
import { NoJobList } from '#components/jobs/no-job-list.tsx'
import { OpenById } from '#components/jobs/open-by-id.tsx'
import { plot } from '#components/jobs/plot-place.ts'
import { Resources, ResourcesSkeleton } from '#components/jobs/resources.tsx'
import { SizePlot } from '#components/jobs/size-plot.tsx'
import { StayCurrent } from '#components/jobs/stay-current.tsx'
import { usageLine, verdictLine } from '#components/jobs/verdict.ts'
import { SkeletonTable } from '#components/table/skeleton-table.tsx'
import { Crumbs } from '#components/ui/crumbs.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { Heading } from '#components/ui/heading.tsx'
import { PageTitle } from '#components/ui/page-title.tsx'
import { RefreshFailure } from '#components/ui/refresh-failure.tsx'
import { firstSteps } from '#lib/jobs/first-steps.ts'
import { type JobsParams, jobsHref, loadJobsParams } from '#lib/search-params/jobs.ts'
import { objectsHref } from '#lib/search-params/objects.ts'

export default async function JobsPage({ searchParams }: PageProps<'/jobs'>) {
  await requireSession()
  const search = await searchParams
  if (typeof search.open === 'string' && search.open.trim()) redirect(objectsHref(search.open.trim()) as Route)
  const params = loadJobsParams(search)
  return (
    <>
      <PageTitle>Jobs</PageTitle>
      <Crumbs crumbs={[{ label: 'Jobs' }]} />
      <Work className="px-(--gutter) pt-4">
        <h1 className="visually-hidden">Backups and their jobs</h1>
        <Suspense
          fallback={
            <ResourcesFrame lead="Looking at what is backed up…">
              <ResourcesSkeleton rows={params.resource ? 1 : 4} />
            </ResourcesFrame>
          }
        >
          <ResourcesSection params={params} />
        </Suspense>
        {params.resource && (
          <section aria-labelledby="history" className={plot.section}>
            <Suspense
              fallback={<HistoryFrame lead="Looking at its jobs…" />}
              key={`${params.resource} ${params.vault}`}
            >
              <History resource={params.resource} vault={params.vault ?? undefined} />
            </Suspense>
          </section>
        )}
        <section aria-labelledby="jobs">
          <div className="flex items-center gap-x-4">
            <Heading id="jobs" level="h2">
              Jobs
            </Heading>
            <OpenById />
          </div>
          <JobFilters choices={jobChoices()} params={params} />
          <Suspense fallback={<SkeletonTable className={jobsTable.table} columns={jobColumns} label="Jobs" />}>
            <JobList params={params} />
          </Suspense>
        </section>
      </Work>
    </>
  )
}

async function ResourcesSection({ params }: { params: JobsParams }) {
  const [result, usage, { readOnly }, hasRestored] = await Promise.all([
    readResources(),
    readStoreUsage(),
    readStoreStanding(),
    hasVerifiedDownload(),
  ])
  if (!result.ok) return null // the list of jobs below says why
  const { resources, newest } = result
  const steps = readOnly ? undefined : firstSteps(resources, hasRestored)
  const inView = resources.filter((row) => !params.resource || row.arn === params.resource)
  return (
    <>
      {steps && !params.resource && <FirstSteps steps={steps} />}
      {resources.length > 0 && (
        <ResourcesFrame
          lead={verdictLine(resources, newest) + (readOnly ? ' No new backup can be made now.' : '')}
          damaged={await countKnownDamage()}
          usage={usage && usageLine(usage)}
        >
          {inView.length > 0 && <Resources resources={inView} />}
        </ResourcesFrame>
      )}
      <StayCurrent
        ask={lookAtRunning}
        busy={resources.length === 0 || steps !== undefined || resources.some((row) => row.running !== undefined)}
      />
    </>
  )
}

interface FrameProps {
  lead: string
  usage?: string
  /** Damaged chunks that are known of. */
  damaged?: number
  children?: ReactNode
}

function ResourcesFrame({ lead, usage, damaged = 0, children }: FrameProps) {
  return (
    <section aria-labelledby="resources" className="mb-8">
      <SectionHead id="resources" title="Resources">
        <p>{lead}</p>
        {damaged > 0 && <DamageLink chunks={damaged} />}
        {usage && <p className="ml-auto text-muted text-sm max-sm:ml-0 max-sm:basis-full">{usage}</p>}
      </SectionHead>
      {children}
    </section>
  )
}

async function History({ resource, vault }: { resource: string; vault: string | undefined }) {
  const result = await readHistory(resource, vault)
  if (!result.ok) return null // the list of jobs below says why
  const { jobs, more } = result
  const lead = more
    ? `The newest ${countOf(jobs.length, 'job')}; older ones are in the list.`
    : countOf(jobs.length, 'job')
  return (
    <HistoryFrame lead={lead}>
      <SizePlot jobs={jobs} />
    </HistoryFrame>
  )
}

function HistoryFrame({ lead, children }: { lead: string; children?: ReactNode }) {
  return (
    <>
      <SectionHead id="history" title="Size over time">
        <p>{lead}</p>
      </SectionHead>
      {children ?? <div aria-busy className={plot.waiting} />}
    </>
  )
}

function SectionHead({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <div className="mb-2 flex flex-wrap items-baseline gap-x-4 gap-y-1">
      <Heading id={id} level="h2">
        {title}
      </Heading>
      {children}
    </div>
  )
}

async function jobChoices(): Promise<JobChoices> {
  const result = await readResources()
  return result.ok ? { vaults: result.vaults, types: result.types } : { vaults: [], types: [] }
}

async function JobList({ params }: { params: JobsParams }) {
  const first = await readJobs(params)
  if (!first.ok && first.error.code === 'NotOffered')
    return (
      <Empty title="This endpoint does not list jobs">
        <NoJobList remembered={await rememberedJobs()} />
      </Empty>
    )
  if (!first.ok && !first.error.retryable)
    return (
      <RefreshFailure failure={first.error}>
        <NoJobList remembered={await rememberedJobs()} />
      </RefreshFailure>
    )
  return <JobsTable changes={jobChanges} first={first} key={jobsHref(params)} listJobs={listJobs} params={params} />
}
