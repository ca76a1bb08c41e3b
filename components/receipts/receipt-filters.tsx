'use client'

import { X } from 'lucide-react'
import { type RestoresParams, receiptStates, restoresHref } from '#lib/search-params/restores.ts'
import { shorten } from '../format/text.ts'
import styles from '../ui/filters.module.css'
import { FilterSelect } from '../ui/filters.tsx'
import { Press } from '../ui/press.tsx'
import { useAddress } from '../ui/use-address.ts'
import { receiptWord } from './receipt-words.ts'

const states = receiptStates.map((value) => ({ value, label: receiptWord[value] }))

/** Filters of the history; all of them are in the address. */
export function ReceiptFilters({ params }: { params: RestoresParams }) {
  const { replace } = useAddress()
  const change = (part: Partial<RestoresParams>) => replace(restoresHref({ ...params, ...part }))
  return (
    <search className={styles.bar}>
      <FilterSelect
        all="Any state"
        change={(state) => change({ state: receiptStates.find((known) => known === state) ?? null })}
        label="State"
        options={states}
        value={params.state}
      />
      {params.job && (
        <span className={styles.chip}>
          <span title={params.job}>Job {shorten(params.job)}</span>
          <Press aria-label="From every job" className={styles.clear} onClick={() => change({ job: null })}>
            <X aria-hidden size={14} />
          </Press>
        </span>
      )}
    </search>
  )
}
