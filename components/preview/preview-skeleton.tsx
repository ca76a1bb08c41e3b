import { SlowHint } from '../table/slow-hint.tsx'
import styles from './preview-skeleton.module.css'

/** A preview that is on its way. */
export function PreviewSkeleton() {
  return (
    <div aria-busy>
      <div className={styles.box} />
      <SlowHint />
    </div>
  )
}
