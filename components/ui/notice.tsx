import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './notice.module.css'

/** Something to know before reading on. `danger` is for damage. */
export function Notice({ tone = 'warn', children }: { tone?: 'warn' | 'danger'; children: ReactNode }) {
  return (
    <div className={styles.notice} data-tone={tone} role="status">
      <TriangleAlert aria-hidden size={16} />
      <div>{children}</div>
    </div>
  )
}
