'use client'

import { type RefObject, useState } from 'react'
import type { EntryRow } from '#lib/browse/row.ts'
import type { Hand } from '../panel/use-in-hand.ts'
import type { TableHandle } from '../table/virtual-table.tsx'

/** Goes from the entry in hand to the one before or after it, also where that has not been read yet. */
export function useStep(
  box: RefObject<HTMLElement | null>,
  table: RefObject<TableHandle<EntryRow> | null>,
  { name, show }: Hand,
) {
  const [end, setEnd] = useState<{ of: string | undefined; edge: 1 | -1 }>()
  const [place, setPlace] = useState<{ name: string; index: number }>()

  function indexOf(wanted: string | undefined): number | undefined {
    const links = [...(box.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
    const row = links.find(({ dataset }) => dataset.name === wanted)?.closest<HTMLElement>('[data-index]')
    if (row) return Number(row.dataset.index)
    return place?.name === wanted ? place?.index : undefined
  }

  async function step(by: 1 | -1) {
    const next = (indexOf(name) ?? -1) + by
    const [row] = next < 0 ? [] : ((await table.current?.stretch(next, next).catch(() => [])) ?? [])
    if (!row) return setEnd({ of: name, edge: by })
    setPlace({ name: row.name, index: next })
    table.current?.reveal(next)
    show(row.name)
  }

  return { step, edge: end?.of === name ? end?.edge : undefined }
}
