'use client'

import { type RestoresParams, receiptStates, restoresHref } from '#lib/search-params/restores.ts'
import { shorten } from '../format/text.ts'
import { FilterBar, FilterChip } from '../ui/filter-bar.tsx'
import { FilterSelect } from '../ui/filters.tsx'
import { useAddress } from '../ui/use-address.ts'
import { receiptWord } from './receipt-words.ts'

const states = receiptStates.map((value) => ({ value, label: receiptWord[value] }))

/** Filters of the history; all of them are in the address. */
export function ReceiptFilters({ params }: { params: RestoresParams }) {
  const { replace } = useAddress()
  const change = (part: Partial<RestoresParams>) => replace(restoresHref({ ...params, ...part }))
  return (
    <FilterBar>
      <FilterSelect
        all="Any state"
        change={(state) => change({ state: receiptStates.find((known) => known === state) ?? null })}
        label="State"
        options={states}
        value={params.state}
      />
      {params.job && (
        <FilterChip clear={() => change({ job: null })} clearLabel="From every job" title={params.job}>
          Job {shorten(params.job)}
        </FilterChip>
      )}
    </FilterBar>
  )
}
