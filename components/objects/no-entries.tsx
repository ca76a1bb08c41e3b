import type { ReactNode } from 'react'
import { isFiltered, type ObjectsParams, objectsHref } from '#lib/search-params/objects.ts'
import { visible } from '../format/text.ts'
import { AppLink } from '../ui/app-link.tsx'
import { Empty } from '../ui/empty.tsx'

interface Props {
  jobId: string
  running: boolean
  params: ObjectsParams
  /** The folder is there, with nothing in it. */
  empty: boolean
  /** Where what is missing was last seen. */
  children?: ReactNode
}

/** Why there is nothing to see, and the way to where there is. */
export function NoEntries({ jobId, running, params, empty, children }: Props) {
  const { folder, view } = params
  if (isFiltered(params))
    return (
      <Empty title={folder ? `Nothing in ${visible(folder)} matches` : 'Nothing in this job matches'}>
        <p>
          The storage service looked at every name.{' '}
          <AppLink href={objectsHref(jobId, { folder, view })}>Clear the filters</AppLink>
        </p>
      </Empty>
    )
  if (folder)
    return (
      <Empty title={empty ? `${visible(folder)} is empty` : `${visible(folder)} is not in this job`}>
        {!empty && children}
        <p>
          <AppLink href={objectsHref(jobId, { view })}>Go to the top of this job</AppLink>
        </p>
      </Empty>
    )
  return (
    <Empty title={running ? 'No object has been completed yet' : 'This job has no objects'}>
      {running ? 'The job is running. Objects appear here when they are complete.' : 'It was committed empty.'}
    </Empty>
  )
}
