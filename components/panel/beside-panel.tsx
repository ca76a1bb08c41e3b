'use client'

import { useSearchParams } from 'next/navigation'
import type { ReactNode } from 'react'
import styles from './beside-panel.module.css'

/** What stands beside the panel, and makes room for it while something is open. */
export function BesidePanel({ children }: { children: ReactNode }) {
  const open = Boolean(useSearchParams().get('open'))
  return (
    <div className={styles.beside} data-open={open || undefined}>
      {children}
    </div>
  )
}
