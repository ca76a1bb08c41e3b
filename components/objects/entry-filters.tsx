'use client'

import { List, ListTree } from 'lucide-react'
import { type ObjectsParams, objectsHref } from '#lib/search-params/objects.ts'
import { AppLink } from '../ui/app-link.tsx'
import { FilterBar, FilterReset } from '../ui/filter-bar.tsx'
import { FilterField } from '../ui/filter-field.tsx'
import { FilterDay } from '../ui/filters.tsx'
import { MoreFilters } from '../ui/more-filters.tsx'
import { useFilters } from '../ui/use-filters.ts'

const unfiltered: Partial<ObjectsParams> = { prefix: '', from: '', after: null, before: null }

/** Filters of a folder, answered by the storage service; all of them are in the address. */
export function EntryFilters({ jobId, params }: { jobId: string; params: ObjectsParams }) {
  const place = objectsHref(jobId, { folder: params.folder, view: params.view })
  const { asked, change, pending } = useFilters(params, (next) => objectsHref(jobId, next), place)
  const { folder, view, prefix, from, after, before } = asked
  const flat = view === 'flat'
  return (
    <FilterBar>
      <FilterField
        change={(text) => change({ prefix: text })}
        label="Names that begin with"
        main
        pending={pending}
        placeholder={folder ? 'Begins with, in this folder' : 'Begins with'}
        value={prefix}
      />
      <MoreFilters long set={[from, after, before].filter(Boolean).length}>
        <FilterField
          change={(text) => change({ from: text })}
          label="Start at name"
          placeholder="Start at name"
          value={from}
        />
        <FilterDay change={(day) => change({ after: day })} label="Stored from" value={after} />
        <FilterDay change={(day) => change({ before: day })} label="Before" value={before} />
      </MoreFilters>
      {from && <FilterReset reset={() => change({ from: '' })}>To the beginning</FilterReset>}
      {(prefix || after || before) && <FilterReset reset={() => change(unfiltered)}>Clear filters</FilterReset>}
      <nav aria-label="View" className="ml-auto inline-flex">
        <AppLink
          aria-current={!flat || undefined}
          className="segment"
          href={objectsHref(jobId, { ...asked, view: 'folders' })}
          replace
          scroll={false}
        >
          <ListTree aria-hidden size={15} />
          Folders
        </AppLink>
        <AppLink
          aria-current={flat || undefined}
          className="segment"
          href={objectsHref(jobId, { ...asked, view: 'flat' })}
          replace
          scroll={false}
        >
          <List aria-hidden size={15} />
          Flat
        </AppLink>
      </nav>
    </FilterBar>
  )
}
