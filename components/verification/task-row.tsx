'use client'

import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { Failure } from '#lib/failure/result.ts'
import { countOf, formatCount } from '../format/size.ts'
import { Time } from '../time/times.tsx'
import { answered } from '../ui/answered.ts'
import { Button } from '../ui/button.tsx'
import { FailurePanel } from '../ui/failure-panel.tsx'
import { Progress } from '../ui/progress.tsx'
import { Earlier } from './earlier.tsx'
import { Findings } from './findings.tsx'
import { doneOf, isActive, tasksKey, type VerificationActions, type VerificationTask } from './task.ts'
import { TaskState } from './task-state.tsx'
import { amountOf, paceOf, scopeOf } from './task-words.ts'

interface Props {
  task: VerificationTask
  actions: VerificationActions
}

/** One verification: how far, how fast, how long still, what it found, and the ways to steer it. */
export function TaskRow({ task, actions }: Props) {
  const client = useQueryClient()
  const [failure, setFailure] = useState<Failure>()
  const { id, state, note, finishedAt, found } = task
  const open = isActive(task) || state === 'paused'

  async function steer(change: 'pause' | 'resume' | 'cancel') {
    const answer = await answered(actions[change](id))
    setFailure(answer.ok ? undefined : answer.error)
    await client.invalidateQueries({ queryKey: tasksKey() })
  }

  const findings = <Findings findings={actions.findings} task={task} />
  return (
    <article className="grid gap-2">
      <div className="flex min-h-8 flex-wrap items-center gap-x-4 gap-y-1">
        <TaskState task={task} />
        <span className="wrap-anywhere isolate-text">{scopeOf(task)}</span>
        <span className="text-muted">{amountOf(task)}</span>
        <span className="text-muted">{finishedAt === null ? paceOf(task) : <Time at={finishedAt} />}</span>
        <span className="ml-auto flex gap-2">
          {isActive(task) && <Button onClick={() => steer('pause')}>Pause</Button>}
          {(state === 'paused' || state === 'failed') && <Button onClick={() => steer('resume')}>Resume</Button>}
          {open && <Button onClick={() => steer('cancel')}>Cancel</Button>}
        </span>
      </div>
      {open && (
        <Progress label={`Verification of ${scopeOf(task)}`} paused={state !== 'running'} share={doneOf(task)} />
      )}
      {note && <p className="text-muted">{note}</p>}
      {failure && <FailurePanel failure={failure} />}
      {found > 0 && (isActive(task) ? findings : <Found task={task}>{findings}</Found>)}
    </article>
  )
}

/** Once it has ended, what it found is told where the page tells of damage; how it was found, to whoever asks. */
function Found({ task: { found, open }, children }: { task: VerificationTask; children: ReactNode }) {
  const [isShown, show] = useState(false)
  const healed = open === 0 ? ', healed since' : open < found ? `, ${formatCount(found - open)} healed since` : ''
  return (
    <Earlier onToggle={(event) => show(event.currentTarget.open)} says={`${countOf(found, 'finding')}${healed}`}>
      {isShown && children}
    </Earlier>
  )
}
