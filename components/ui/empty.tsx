import type { ReactNode } from 'react'
import { Command } from './command.tsx'
import styles from './empty.module.css'

interface Props {
  /** What is not here. */
  title: string
  /** Why, and what to do. */
  children?: ReactNode
  /** The next step, to copy. */
  command?: string
}

export function Empty({ title, children, command }: Props) {
  return (
    <div className={styles.empty}>
      <p className={styles.title}>{title}</p>
      {children && <div className={styles.text}>{children}</div>}
      {command && <Command line={command} />}
    </div>
  )
}
