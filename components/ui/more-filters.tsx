'use client'

import { SlidersHorizontal } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import styles from './filters.module.css'

/** The filters behind the main one: folded away where there is no room for them in one line. */
export function MoreFilters({ set, children }: { set: number; children: ReactNode }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <button
        aria-expanded={open}
        className={`${styles.button} ${styles.fold}`}
        onClick={() => setOpen(!open)}
        type="button"
      >
        <SlidersHorizontal aria-hidden size={15} />
        Filters{set > 0 && ` (${set})`}
      </button>
      <div className={styles.more} data-open={open || undefined}>
        {children}
      </div>
    </>
  )
}
