import { type ObjectsParams, objectsHref } from '#lib/search-params/objects.ts'
import { visible } from '../format/text.ts'
import { AppLink } from '../ui/app-link.tsx'
import { Empty } from '../ui/empty.tsx'

interface Props {
  jobId: string
  running: boolean
  params: ObjectsParams
}

/** Why there is nothing to see, and the way to where there is. */
export function NoEntries({ jobId, running, params }: Props) {
  const { folder, view, prefix, from, after, before } = params
  if (prefix || from || after || before)
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
      <Empty title={`${visible(folder)} is empty, or not in this job`}>
        <p>
          Another job of this resource may have it; the switch above keeps the folder.{' '}
          <AppLink href={objectsHref(jobId, { view })}>Go to the top of this job</AppLink>
        </p>
      </Empty>
    )
  return (
    <Empty title={running ? 'No object has been completed yet' : 'This job has no objects'}>
      {running
        ? 'The job is running. Objects appear when they are complete; reload to look again.'
        : 'It was committed empty.'}
    </Empty>
  )
}
