'use client'

import { formatCount } from '../format/size.ts'
import { Earlier } from './earlier.tsx'
import { isActive, type VerificationActions, type VerificationTask } from './task.ts'
import { TaskRow } from './task-row.tsx'

interface Props {
  tasks: VerificationTask[]
  actions: VerificationActions
}

/** Verifications under way, the one that ended last, and on demand those before. */
export function TaskList({ tasks, actions }: Props) {
  const open = tasks.filter((task) => isActive(task) || task.state === 'paused')
  const ended = tasks.filter((task) => !open.includes(task))
  return (
    <section aria-label="Verifications" className="grid gap-2 border-border border-b py-3">
      {[...open, ...ended.slice(0, 1)].map((task) => (
        <TaskRow actions={actions} key={task.id} task={task} />
      ))}
      {ended.length > 1 && (
        <Earlier says={`${formatCount(ended.length - 1)} earlier`}>
          {ended.slice(1).map((task) => (
            <TaskRow actions={actions} key={task.id} task={task} />
          ))}
        </Earlier>
      )}
    </section>
  )
}
