'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { Suspense, useDeferredValue, useEffect, useMemo, useRef } from 'react'
import { answered } from '../ui/answered.ts'
import { whereShown } from '../ui/on-demand.tsx'
import { begunKey, isActive, tasksKey, type VerificationActions, type VerificationTask } from './task.ts'

const TaskList = whereShown(() => import('./task-list.tsx').then((module) => module.TaskList))

interface Props {
  jobId: string
  /** Only what was verified of this object. */
  name?: string
  known: VerificationTask[]
  actions: VerificationActions
}

/** Verifications of a job, or of one object in it. */
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
  const tasks = useMemo(() => (name === undefined ? all : all.filter((task) => task.name === name)), [all, name])

  // What was verified, and what is known to be damaged, is what the server renders. A short one is never seen active.
  const settled = tasks.filter((task) => !isActive(task)).length
  const before = useRef(settled)
  useEffect(() => {
    if (settled > before.current) router.refresh()
    before.current = settled
  }, [settled, router])

  // Neither data nor element that change at once: what the server rendered would go while the script is on its way.
  const shown = useDeferredValue(tasks)
  return useMemo(
    () =>
      shown.length > 0 && (
        <Suspense>
          <TaskList actions={actions} tasks={shown} />
        </Suspense>
      ),
    [shown, actions],
  )
}
