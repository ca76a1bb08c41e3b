import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './notice.module.css'

/** Something to know before reading on. */
export function Notice({ children }: { children: ReactNode }) {
  return (
    <div className={styles.notice} role="status">
      <TriangleAlert aria-hidden size={16} />
      <div>{children}</div>
    </div>
  )
}
