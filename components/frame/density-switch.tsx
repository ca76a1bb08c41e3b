'use client'

import { Rows3, Rows4 } from 'lucide-react'
import { useLook } from './look.tsx'
import styles from './top-bar.module.css'

/** Rows of 36 pixels, or of 28. */
export function DensitySwitch() {
  const { density, turnDensity } = useLook()
  const compact = density === 'compact'
  const label = compact ? 'Rows: compact' : 'Rows: comfortable'
  const Icon = compact ? Rows4 : Rows3
  return (
    <button
      aria-label={label}
      className={styles.tool}
      data-command="Change the height of rows"
      data-folds
      onClick={turnDensity}
      title={label}
      type="button"
    >
      <Icon aria-hidden size={16} />
    </button>
  )
}
