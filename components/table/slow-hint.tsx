import styles from './virtual-table.module.css'

/** Appears after two seconds (by the style sheet, so also before any script runs); `why` it may take long. */
export function SlowHint({ why = 'A remote endpoint can need a while.' }: { why?: string }) {
  return (
    <p className={`${styles.foot} ${styles.slow}`} role="status">
      The storage service is taking its time. {why}
    </p>
  )
}
