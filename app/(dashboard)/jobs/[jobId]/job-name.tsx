import { Suspense } from 'react'
import { readJob } from '#app/reads/job.ts'
import { visible } from '#components/format/text.ts'
import { PageTitle } from '#components/ui/page-title.tsx'

/** The job in words, its id until they are there: only the text changes, so that a link around it keeps the focus. */
export function JobName({ jobId }: { jobId: string }) {
  return (
    <Suspense fallback={visible(jobId)}>
      <Resource jobId={jobId} />
    </Suspense>
  )
}

/** The same as the page's title. */
export function JobTitle({ jobId }: { jobId: string }) {
  return (
    <Suspense fallback={<PageTitle>{visible(jobId)}</PageTitle>}>
      <ResourceTitle jobId={jobId} />
    </Suspense>
  )
}

const Resource = ({ jobId }: { jobId: string }) => nameOf(jobId)

async function ResourceTitle({ jobId }: { jobId: string }) {
  return <PageTitle>{await nameOf(jobId)}</PageTitle>
}

async function nameOf(jobId: string): Promise<string> {
  const result = await readJob(jobId)
  return visible((result.ok && result.job.resource) || jobId)
}
