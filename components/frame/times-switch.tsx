'use client'

import { CalendarClock, Clock } from 'lucide-react'
import { useTimes } from '../time/times.tsx'
import styles from './top-bar.module.css'

/** Tells times as a distance from now, or as dates. */
export function TimesSwitch() {
  const { style, setStyle } = useTimes()
  const relative = style === 'relative'
  const label = relative ? 'Times: relative' : 'Times: dates'
  const Icon = relative ? Clock : CalendarClock
  return (
    <button
      aria-label={label}
      className={styles.tool}
      data-command="Change how times are told"
      data-folds
      onClick={() => setStyle(relative ? 'absolute' : 'relative')}
      title={label}
      type="button"
    >
      <Icon aria-hidden size={16} />
    </button>
  )
}
