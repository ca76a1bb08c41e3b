import type { ReactNode } from 'react'
import { folderOf } from '#lib/browse/names.ts'
import { objectsHref } from '#lib/search-params/objects.ts'
import { visible } from '../format/text.ts'
import { AppLink } from '../ui/app-link.tsx'
import { Heading } from '../ui/heading.tsx'
import styles from './no-object.module.css'

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
      <div className={styles.head}>
        <Heading>{name ? `${visible(name)} is not in this job` : 'No object is named in this address'}</Heading>
        {choice}
      </div>
      <div className={styles.text}>
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
