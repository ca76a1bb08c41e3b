import type { ReactNode } from 'react'
import { folderSteps, lastSegment } from '#lib/browse/names.ts'
import { objectsHref } from '#lib/search-params/objects.ts'
import { type Crumb, Crumbs } from '../ui/crumbs.tsx'

interface Props {
  jobId: string
  /** The job in words. */
  job: ReactNode
  folder: string
  /** The object in hand, in that folder. */
  object?: string
}

/** Where one is: jobs, this job, its folders, the object. */
export function JobPlace({ jobId, job, folder, object }: Props) {
  const steps: Crumb[] = [
    { label: job, title: `Job ${jobId}`, href: objectsHref(jobId) },
    ...folderSteps(folder).map((step) => ({
      label: lastSegment(step),
      title: step,
      href: objectsHref(jobId, { folder: step }),
    })),
    ...(object === undefined ? [] : [{ label: object.slice(folder.length), title: object }]),
  ]
  const crumbs: Crumb[] = [
    { label: 'Jobs', href: '/jobs' },
    ...steps.map((step, i) => (i === steps.length - 1 ? { label: step.label, title: step.title } : step)),
  ]
  return <Crumbs crumbs={crumbs} />
}
