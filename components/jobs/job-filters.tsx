'use client'

import { X } from 'lucide-react'
import { type JobsParams, jobStates, jobsHref } from '#lib/search-params/jobs.ts'
import { FilterField } from '../ui/filter-field.tsx'
import styles from '../ui/filters.module.css'
import { FilterDay, FilterSelect } from '../ui/filters.tsx'
import { jobStateWord } from '../ui/job-state-words.ts'
import { MoreFilters } from '../ui/more-filters.tsx'
import { useAddress } from '../ui/use-address.ts'
import { OpenById } from './open-by-id.tsx'

interface Props {
  params: JobsParams
  vaults: string[]
  types: string[]
}

const states = jobStates.map((value) => ({ value, label: jobStateWord(value) }))
const asOptions = (values: string[]) => values.map((value) => ({ value, label: value }))

/** Filters of the jobs list; all of them are in the address. */
export function JobFilters({ params, vaults, types }: Props) {
  const { replace, pending } = useAddress()
  const change = (part: Partial<JobsParams>) => replace(jobsHref({ ...params, ...part }))
  const filtered = jobsHref(params) !== '/jobs'
  return (
    <search className={styles.bar}>
      <FilterField
        change={(text) => change({ text })}
        label="Find jobs by resource, vault or id"
        main
        pending={pending}
        placeholder="Resource, vault or job id"
        value={params.text}
      />
      <MoreFilters set={[params.state, params.vault, params.type, params.after, params.before].filter(Boolean).length}>
        <FilterSelect
          all="Any state"
          change={(state) => change({ state: jobStates.find((known) => known === state) ?? null })}
          label="State"
          options={states}
          value={params.state}
        />
        {(vaults.length > 1 || params.vault) && (
          <FilterSelect
            all="Any vault"
            change={(vault) => change({ vault })}
            label="Vault"
            options={asOptions(vaults)}
            value={params.vault}
          />
        )}
        {(types.length > 1 || params.type) && (
          <FilterSelect
            all="Any type"
            change={(type) => change({ type })}
            label="Resource type"
            options={asOptions(types)}
            value={params.type}
          />
        )}
        <FilterDay change={(after) => change({ after })} label="Started from" value={params.after} />
        <FilterDay change={(before) => change({ before })} label="Before" value={params.before} />
        <OpenById />
      </MoreFilters>
      {params.resource && (
        <span className={styles.chip}>
          <span title={params.resource}>{params.resource.split(':resource/')[1] ?? params.resource}</span>
          <button
            aria-label="Jobs of every resource"
            className={styles.clear}
            onClick={() => change({ resource: null })}
            type="button"
          >
            <X aria-hidden size={14} />
          </button>
        </span>
      )}
      {filtered && (
        <button className={styles.reset} onClick={() => replace('/jobs')} type="button">
          Clear filters
        </button>
      )}
    </search>
  )
}
