'use client'

import { useQuery } from '@tanstack/react-query'
import { isActive, tasksKey, type VerificationTask } from '../verification/task.ts'

/**
 * The verifications of a job that concern the thing in hand, as the list of verifications keeps them. How many have
 * `ended` is a reason to look again.
 */
export function useTasks(jobId: string, concerns: (task: VerificationTask) => boolean) {
  const { data = [] } = useQuery<VerificationTask[]>({ queryKey: tasksKey(jobId), enabled: false })
  const own = data.filter(concerns)
  return { running: own.find(isActive), ended: own.filter((task) => !isActive(task)).length }
}
