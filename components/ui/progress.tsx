import styles from './progress.module.css'

/** How much of it is done, 0 to 1; without it nobody knows yet. */
export function Progress({ label, share, paused }: { label: string; share: number | undefined; paused?: boolean }) {
  const percent = share === undefined ? undefined : Math.floor(Math.min(Math.max(share, 0), 1) * 100)
  return (
    <div
      aria-label={label}
      aria-valuemax={100}
      aria-valuemin={0}
      aria-valuenow={percent}
      className={styles.bar}
      data-paused={paused || undefined}
      role="progressbar"
    >
      <span style={{ width: `${percent ?? 0}%` }} />
    </div>
  )
}
