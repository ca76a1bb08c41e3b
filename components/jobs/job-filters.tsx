'use client'

import { type JobsParams, jobStates, jobsHref } from '#lib/search-params/jobs.ts'
import { visible } from '../format/text.ts'
import { FilterBar, FilterChip, FilterReset } from '../ui/filter-bar.tsx'
import { FilterField } from '../ui/filter-field.tsx'
import { FilterDay, FilterSelect } from '../ui/filters.tsx'
import { jobStateWord } from '../ui/job-state-words.ts'
import { MoreFilters } from '../ui/more-filters.tsx'
import { useFilters } from '../ui/use-filters.ts'
import { useLater } from '../ui/use-later.ts'

/** What can be chosen from, which only the jobs themselves tell. */
export interface JobChoices {
  vaults: string[]
  types: string[]
}

interface Props {
  params: JobsParams
  choices: Promise<JobChoices>
}

const states = jobStates.map((value) => ({ value, label: jobStateWord({ state: value }) }))
const asOptions = (values: string[]) => values.map((value) => ({ value, label: value }))
const noChoices: JobChoices = { vaults: [], types: [] }
const unfiltered: JobsParams = {
  state: null,
  resource: null,
  vault: null,
  type: null,
  after: null,
  before: null,
  text: '',
}

/** Filters of the jobs list; all of them are in the address. It stands behind no boundary, so it is there at once. */
export function JobFilters({ params, choices }: Props) {
  const { asked, change, pending } = useFilters(params, jobsHref)
  const { vaults, types } = useLater(choices, noChoices)
  const { text, state, vault, type, after, before, resource } = asked
  return (
    <FilterBar>
      <FilterField
        change={(next) => change({ text: next })}
        label="Find jobs by resource, vault or id"
        main
        pending={pending}
        placeholder="Resource, vault or job id"
        value={text}
      />
      <MoreFilters set={[state, vault, type, after, before].filter(Boolean).length}>
        <FilterSelect
          all="Any state"
          change={(chosen) => change({ state: jobStates.find((known) => known === chosen) ?? null })}
          label="State"
          options={states}
          value={state}
        />
        <FilterSelect
          all="Any vault"
          change={(chosen) => change({ vault: chosen })}
          label="Vault"
          options={asOptions(vaults)}
          value={vault}
        />
        <FilterSelect
          all="Any type"
          change={(chosen) => change({ type: chosen })}
          label="Resource type"
          options={asOptions(types)}
          value={type}
        />
        <FilterDay change={(day) => change({ after: day })} label="Started from" value={after} />
        <FilterDay change={(day) => change({ before: day })} label="Before" value={before} />
      </MoreFilters>
      {resource && (
        <FilterChip clear={() => change({ resource: null })} clearLabel="Jobs of every resource" title={resource}>
          {visible(resource.split(':resource/')[1] ?? resource)}
        </FilterChip>
      )}
      {jobsHref(asked) !== '/jobs' && <FilterReset reset={() => change(unfiltered)}>Clear filters</FilterReset>}
    </FilterBar>
  )
}
