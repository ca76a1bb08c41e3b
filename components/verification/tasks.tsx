'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { formatCount } from '../format/size.ts'
import { answered } from '../ui/answered.ts'
import { begunKey, isActive, tasksKey, type VerificationActions, type VerificationTask } from './task.ts'
import { TaskRow } from './task-row.tsx'
import styles from './tasks.module.css'

interface Props {
  jobId: string
  /** Only what was verified of this object. */
  name?: string
  known: VerificationTask[]
  actions: VerificationActions
}

/** Verifications of a job: those under way, the one that ended last, and on demand those before. */
export function Tasks({ jobId, name, known, actions }: Props) {
  const router = useRouter()
  const client = useQueryClient()
  const { data: all } = useQuery({
    queryKey: tasksKey(jobId),
    queryFn: async () => {
      const answer = await answered(actions.list(jobId))
      return answer.ok ? answer.tasks : known
    },
    initialData: known,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnMount: () => client.getQueryData(begunKey(jobId)) !== undefined && 'always',
    refetchInterval: ({ state }) => state.data?.some(isActive) && 1000,
  })
  const tasks = name === undefined ? all : all.filter((task) => task.name === name)
  const open = tasks.filter((task) => isActive(task) || task.state === 'paused')
  const ended = tasks.filter((task) => !open.includes(task))

  // What was verified, and what is known to be damaged, is what the server renders. A short one is never seen active.
  const settled = tasks.filter((task) => !isActive(task)).length
  const before = useRef(settled)
  useEffect(() => {
    if (settled > before.current) router.refresh()
    before.current = settled
  }, [settled, router])

  if (tasks.length === 0) return null
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
