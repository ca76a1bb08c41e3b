import { Suspense } from 'react'
import { lookAtReceipt } from '#app/actions/receipts.ts'
import { archiveActions } from '#app/archive-actions.ts'
import { readKnownJobs } from '#app/reads/known-jobs.ts'
import { readPlan } from '#app/reads/plans.ts'
import { readReceipt } from '#app/reads/receipts.ts'
import { requireSession } from '#app/session.ts'
import { ArchiveButton } from '#components/archive/archive-button.tsx'
import { Work } from '#components/frame/work.tsx'
import { ToldJob } from '#components/jobs/told-job.tsx'
import { Receipt } from '#components/receipts/receipt.tsx'
import { AppLink } from '#components/ui/app-link.tsx'
import { Crumbs } from '#components/ui/crumbs.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { PageTitle } from '#components/ui/page-title.tsx'
import { objectsHref } from '#lib/search-params/objects.ts'
import { restoresHref } from '#lib/search-params/restores.ts'

export default async function RecordPage({ params }: PageProps<'/restores/[id]'>) {
  await requireSession()
  const result = await readReceipt((await params).id)
  const receipt = result.ok ? result.receipt : undefined
  return (
    <>
      <PageTitle>Record</PageTitle>
      <Crumbs crumbs={[{ label: 'Restores', href: restoresHref() }, { label: receipt?.subject || 'Record' }]} />
      <Work>
        {receipt ? (
          <Receipt
            intactPart={receipt.planId && <IntactPart planId={receipt.planId} />}
            job={<FromJob jobId={receipt.jobId} />}
            known={receipt}
            look={lookAtReceipt}
          />
        ) : (
          <Empty heading title="There is no such record">
            <AppLink href={restoresHref()}>All downloads and restores</AppLink>
          </Empty>
        )}
      </Work>
    </>
  )
}

/** How long the page waits for what the job is called before it stays with the id, in milliseconds. */
const forName = 30_000

/** The job it came from: its id at once, then its resource and time. */
function FromJob({ jobId }: { jobId: string }) {
  return (
    <Suspense fallback={<ToldJob href={objectsHref(jobId)} job={{ id: jobId }} />}>
      <FromKnownJob jobId={jobId} />
    </Suspense>
  )
}

async function FromKnownJob({ jobId }: { jobId: string }) {
  const known = await readKnownJobs([jobId], forName)
  return <ToldJob href={objectsHref(jobId)} job={known.get(jobId) ?? { id: jobId }} />
}

/** What was asked of an archive that broke can be asked again, without what is damaged; nothing once its plan is gone. */
async function IntactPart({ planId }: { planId: string }) {
  const found = await readPlan(planId, 0)
  if (!found.ok) return null
  const { jobId, selection, format, naming } = found.plan
  return (
    <p>
      <ArchiveButton
        actions={archiveActions}
        initial={{ format, naming, intact: true }}
        jobId={jobId}
        selection={selection}
        title="Download the intact part"
      >
        Download the intact part
      </ArchiveButton>
    </p>
  )
}
