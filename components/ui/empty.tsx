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
  /** It is all the page has to say. */
  heading?: boolean
}

export function Empty({ title, children, command, heading }: Props) {
  const Title = heading ? 'h1' : 'p'
  return (
    <div className={styles.empty}>
      <Title className={styles.title}>{title}</Title>
      {children && <div className={styles.text}>{children}</div>}
      {command && <Command line={command} />}
    </div>
  )
}
