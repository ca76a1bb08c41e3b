'use client'

import { type ChunkParams, changedObjectHref, chunkStates } from '#lib/search-params/object.ts'
import { FilterBar, FilterReset } from '../ui/filter-bar.tsx'
import { FilterField } from '../ui/filter-field.tsx'
import { FilterSelect } from '../ui/filters.tsx'
import { useFilters } from '../ui/use-filters.ts'

interface Props {
  params: ChunkParams
  /** The address of the object. */
  place: string
}

const words = { damaged: 'Damaged', unverified: 'Not verified', verified: 'Verified', shared: 'Shared' }
const states = chunkStates.map((value) => ({ value, label: words[value] }))
const unfiltered: ChunkParams = { state: null, from: '', sha256: '' }

/** Filters of an object's chunks; all of them are in the address, where they leave what else is looked at as it is. */
export function ChunkFilterBar({ params, place }: Props) {
  const { asked, change, pending } = useFilters(
    params,
    ({ state, from, sha256 }) => changedObjectHref(window.location.href, { state, from, sha256 }),
    place,
  )
  const { state, from, sha256 } = asked
  return (
    <FilterBar>
      <FilterField
        change={(text) => change({ sha256: text })}
        label="SHA-256 that begins with"
        main
        pending={pending}
        placeholder="SHA-256 or its beginning"
        value={sha256}
      />
      <FilterField
        change={(text) => change({ from: text })}
        label="Start at index or byte"
        placeholder="From index, or 5 MiB"
        value={from}
      />
      <FilterSelect
        all="Any state"
        change={(chosen) => change({ state: chunkStates.find((known) => known === chosen) ?? null })}
        label="State"
        options={states}
        value={state}
      />
      {(state || from || sha256) && <FilterReset reset={() => change(unfiltered)}>Clear filters</FilterReset>}
    </FilterBar>
  )
}
