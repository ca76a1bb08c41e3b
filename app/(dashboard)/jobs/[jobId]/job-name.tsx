import { Suspense } from 'react'
import { readJob } from '#app/reads/job.ts'
import { visible } from '#components/format/text.ts'

/** The job in words, its id until they are there: only the text changes, so that a link around it keeps the focus. */
export function JobName({ jobId }: { jobId: string }) {
  return (
    <Suspense fallback={visible(jobId)}>
      <Resource jobId={jobId} />
    </Suspense>
  )
}

async function Resource({ jobId }: { jobId: string }) {
  const result = await readJob(jobId)
  return visible((result.ok && result.job.resource) || jobId)
}
