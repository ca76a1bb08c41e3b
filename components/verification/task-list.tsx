'use client'

import { formatCount } from '../format/size.ts'
import { isActive, type VerificationActions, type VerificationTask } from './task.ts'
import { TaskRow } from './task-row.tsx'
import styles from './tasks.module.css'

interface Props {
  tasks: VerificationTask[]
  actions: VerificationActions
}

/** Verifications under way, the one that ended last, and on demand those before. */
export function TaskList({ tasks, actions }: Props) {
  const open = tasks.filter((task) => isActive(task) || task.state === 'paused')
  const ended = tasks.filter((task) => !open.includes(task))
  return (
    <section aria-label="Verifications" className={styles.tasks}>
      {[...open, ...ended.slice(0, 1)].map((task) => (
        <TaskRow actions={actions} key={task.id} task={task} />
      ))}
      {ended.length > 1 && (
        <details className={styles.earlier}>
          <summary>{formatCount(ended.length - 1)} earlier</summary>
          {ended.slice(1).map((task) => (
            <TaskRow actions={actions} key={task.id} task={task} />
          ))}
        </details>
      )}
    </section>
  )
}
