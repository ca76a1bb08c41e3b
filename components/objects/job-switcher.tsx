'use client'

import { useSearchParams } from 'next/navigation'
import { objectsHref } from '#lib/search-params/objects.ts'
import { useTold } from '../time/times.tsx'
import styles from '../ui/filters.module.css'
import { jobStateWord } from '../ui/job-state-words.ts'
import { useAddress } from '../ui/use-address.ts'
import own from './job-switcher.module.css'

export interface JobChoice {
  id: string
  state: string
  created?: number
}

/** Goes to another job of the same resource and keeps the folder and its filters. */
export function JobSwitcher({ current, jobs }: { current: string; jobs: JobChoice[] }) {
  const { push } = useAddress()
  const told = useTold()
  const search = useSearchParams()
  if (jobs.length < 2) return null
  return (
    <label className={own.switcher}>
      <span>Backup</span>
      <select
        className={styles.select}
        onChange={(event) => push(`${objectsHref(event.target.value)}${search.size > 0 ? `?${search}` : ''}`)}
        value={current}
      >
        {jobs.map(({ id, state, created }) => (
          <option key={id} value={id}>
            {created === undefined ? id : told(created)}
            {state === 'COMPLETED' ? '' : `, ${jobStateWord(state).toLowerCase()}`}
          </option>
        ))}
      </select>
    </label>
  )
}
