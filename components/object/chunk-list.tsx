'use client'

import { useState } from 'react'
import { type ChunkParams, changedObjectHref } from '#lib/search-params/object.ts'
import { useAddress } from '../ui/use-address.ts'
import { ChunkStrip } from './chunk-strip.tsx'
import { ChunksTable, type ChunksTableProps } from './chunks-table.tsx'

/** Of the strip that stays in view above the list, the line below it included. In pixels. */
const stripHeight = 72

interface Props extends Omit<ChunksTableProps, 'above' | 'onView'> {
  params: ChunkParams
  /** How many chunks the object has; 0 where nobody told. */
  count: number
  /** Indices of chunks known to be damaged, one in each cell of the strip that has some. */
  damaged: number[]
  /** All chunks were found good. */
  verified: boolean
}

/** An object's chunks: the object as a strip that says where in it one is, and the rows. */
export function ChunkList({ count, damaged, verified, ...table }: Props) {
  const { replace } = useAddress()
  const [view, setView] = useState<{ first: number; last: number }>()
  const hasStrip = table.first.ok && count > 0
  return (
    <>
      {table.first.ok && hasStrip && (
        <div className="sticky top-(--bar) z-6 bg-bg pt-2" style={{ height: stripHeight }}>
          <ChunkStrip
            begin={(index) => replace(changedObjectHref(window.location.href, { from: String(index) }))}
            chunks={table.first.rows}
            count={count}
            damaged={damaged}
            verified={verified}
            view={view}
          />
        </div>
      )}
      <ChunksTable
        {...table}
        above={hasStrip ? stripHeight : 0}
        onView={(next) => setView((now) => (now?.first === next.first && now.last === next.last ? now : next))}
      />
    </>
  )
}
