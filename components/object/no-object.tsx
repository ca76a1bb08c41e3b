import type { ReactNode } from 'react'
import { folderOf } from '#lib/browse/names.ts'
import { objectsHref } from '#lib/search-params/objects.ts'
import { visible } from '../format/text.ts'
import { AppLink } from '../ui/app-link.tsx'
import { Heading } from '../ui/heading.tsx'

interface Props {
  jobId: string
  name: string
  /** The way to the same name in other backups. */
  choice?: ReactNode
  /** Where it was last seen. */
  children?: ReactNode
  /** The job ended without a backup: there is nothing else in it to look at. */
  ended?: boolean
}

/** The job has no object of this name, or no name was given. */
export function NoObject({ jobId, name, choice, children, ended }: Props) {
  const folder = folderOf(name)
  return (
    <>
      <div className="mb-2 flex min-h-8 flex-wrap items-center gap-x-4 gap-y-2">
        <Heading>{name ? `${visible(name)} is not in this job` : 'No object is named in this address'}</Heading>
        {choice}
      </div>
      <div className="grid justify-items-start gap-2 text-muted [&_a]:text-accent [&_a]:underline [&_a]:underline-offset-2">
        {children}
        {!ended && (
          <p>
            <AppLink href={objectsHref(jobId, { folder })}>
              Look at {folder ? `${visible(folder)} in this job` : 'what this job has'}
            </AppLink>
          </p>
        )}
      </div>
    </>
  )
}
