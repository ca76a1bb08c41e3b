'use client'

import { SlidersHorizontal } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Press } from './press.tsx'

interface Props {
  /** How many of them are set. */
  set: number
  /** They need a longer line than most. */
  long?: boolean
  children: ReactNode
}

const looks = {
  short: { button: '@min-[901px]:hidden', filters: '@min-[901px]:contents' },
  long: { button: '@min-[1031px]:hidden', filters: '@min-[1031px]:contents' },
}

/** The filters behind the main one: folded away where there is no room for them in one line. */
export function MoreFilters({ set, long, children }: Props) {
  const [open, setOpen] = useState(false)
  const { button, filters } = looks[long ? 'long' : 'short']
  return (
    <>
      <Press aria-expanded={open} className={`control-button ${button}`} onClick={() => setOpen(!open)}>
        <SlidersHorizontal aria-hidden size={15} />
        Filters{set > 0 && ` (${set})`}
      </Press>
      <div className={`order-1 flex-1 basis-full flex-wrap gap-2 ${open ? 'flex' : 'hidden'} ${filters}`}>
        {children}
      </div>
    </>
  )
}
