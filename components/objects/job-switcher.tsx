'use client'

import { useSearchParams } from 'next/navigation'
import { objectHref } from '#lib/search-params/object.ts'
import { objectsHref } from '#lib/search-params/objects.ts'
import { jobOption, type WordedJob } from '../jobs/job-words.ts'
import { useTold } from '../time/times.tsx'
import { Select } from '../ui/select.tsx'
import { useAddress } from '../ui/use-address.ts'

export interface JobChoice extends WordedJob {
  id: string
  created?: number
}

interface Props {
  /** The id of one of the jobs. */
  current: string
  jobs: JobChoice[]
  /** The object whose page this is. */
  object?: string
}

/** Goes to another job of the same resource and keeps the folder and its filters, or the object. */
export function JobSwitcher({ current, jobs, object }: Props) {
  const { push } = useAddress()
  const told = useTold()
  const search = useSearchParams()
  if (jobs.length < 2) return null

  // What is in hand of an object, a version or a byte of it, is of one backup only.
  const href = (id: string) =>
    object === undefined ? `${objectsHref(id)}${search.size > 0 ? `?${search}` : ''}` : objectHref(id, { name: object })

  return (
    <label className="job-switcher">
      <span>Backup</span>
      <Select choose={(id) => push(href(id))} value={current}>
        {jobs.map(({ id, created, ...job }) => (
          <option key={id} value={id}>
            {jobOption(job, created === undefined ? id : told(created))}
          </option>
        ))}
      </Select>
    </label>
  )
}
