'use client'

import { SlidersHorizontal } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import styles from './filters.module.css'
import { Press } from './press.tsx'

/** The filters behind the main one: folded away where there is no room for them in one line. */
export function MoreFilters({ set, children }: { set: number; children: ReactNode }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Press aria-expanded={open} className={`${styles.button} ${styles.fold}`} onClick={() => setOpen(!open)}>
        <SlidersHorizontal aria-hidden size={15} />
        Filters{set > 0 && ` (${set})`}
      </Press>
      <div className={styles.more} data-open={open || undefined}>
        {children}
      </div>
    </>
  )
}
