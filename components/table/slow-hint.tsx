import styles from './virtual-table.module.css'

/** Appears after two seconds (by the style sheet, so also before any script runs). */
export function SlowHint() {
  return (
    <p className={`${styles.foot} ${styles.slow}`} role="status">
      The storage service is taking its time. A remote endpoint, or a sparse filter, can need a while.
    </p>
  )
}
