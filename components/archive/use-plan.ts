'use client'

import { useEffect, useRef, useState } from 'react'
import type { ArchiveInput } from '#lib/downloads/archive/archive-form.ts'
import type { PlanView } from '#lib/downloads/archive/plan-view.ts'
import type { Result } from '#lib/failure/result.ts'
import { answered } from '../ui/answered.ts'
import type { ArchiveActions, PlanPage } from './archive-actions.ts'

const pause = 500

/** Makes a plan and follows it until it is ready. One that nobody downloads is forgotten. */
export function usePlan(jobId: string, asked: ArchiveInput, { plan, look, forget }: ArchiveActions) {
  const [result, setResult] = useState<Result<PlanPage>>()
  const [ready, setReady] = useState<PlanView>()
  const [attempt, setAttempt] = useState(0)
  const taken = useRef(new Set<string>())
  const question = JSON.stringify(asked)

  // biome-ignore lint/correctness/useExhaustiveDependencies: the actions stay the same, the question is compared as text
  useEffect(() => {
    const left = new AbortController()
    let id: string | undefined
    const drop = () => id !== undefined && !taken.current.has(id) && void answered(forget(id))
    async function follow() {
      let answer = await answered(plan(jobId, asked))
      while (answer.ok) {
        id = answer.plan.id
        if (left.signal.aborted) return drop()
        setResult(answer)
        if (answer.plan.state === 'ready') setReady(answer.plan)
        if (answer.plan.state !== 'planning') return
        await new Promise((resolve) => setTimeout(resolve, pause))
        answer = await answered(look(id))
      }
      if (!left.signal.aborted) setResult(answer)
    }
    setResult(undefined)
    void follow()
    return () => {
      left.abort()
      drop()
    }
  }, [jobId, question, attempt])

  return {
    result,
    /** The newest plan that became ready; stays while another is made. */
    ready,
    retry: () => setAttempt(attempt + 1),
    /** The plan is being downloaded: it stays. */
    take: (id: string) => taken.current.add(id),
    async more() {
      if (!result?.ok || result.next === undefined) return
      const answer = await answered(look(result.plan.id, result.next))
      if (answer.ok) setResult({ ...answer, notable: [...result.notable, ...answer.notable] })
    },
  }
}
