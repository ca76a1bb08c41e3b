'use client'

import { useEffect, useRef, useState } from 'react'
import type { Failure, Result } from '#lib/failure/result.ts'
import { answered } from '../ui/answered.ts'
import { Button } from '../ui/button.tsx'
import { FailurePanel } from '../ui/failure-panel.tsx'
import { Modal } from '../ui/modal.tsx'
import { useNoWrites } from '../ui/store-standing.ts'
import { CommitFacts, ConfirmFacts } from './change-facts.tsx'
import { ConsequencesList } from './consequences-list.tsx'
import { DialogFoot } from './dialog-foot.tsx'
import { type ChangedJob, type Consequences, isConfirmed, type JobChange, type JobChanges } from './job-changes.ts'
import type { JobRow } from './job-row.ts'

interface Props {
  change: JobChange
  job: JobRow
  changes: JobChanges
  onDone: (after: ChangedJob) => void
  onAbsent: () => void
  onClose: () => void
}

const words = {
  stop: { title: 'Stop this job?', verb: 'Stop the job', keep: 'Let it run', doing: 'Stopping…' },
  commit: { title: 'Commit this job?', verb: 'Commit the job', keep: 'Let it run', doing: 'Committing…' },
  confirm: { title: 'Is this backup as it should be?', verb: 'Confirm it', keep: 'Not now', doing: 'Confirming…' },
  delete: { title: 'Delete this backup?', verb: 'Delete the backup', keep: 'Keep it', doing: 'Deleting…' },
}

const toType = 'wrap-anywhere select-all'

/** Says what a change takes away, or makes of a job, before it is made; no is the answer at hand. */
export default function ChangeDialog({ change, job, changes, onDone, onAbsent, onClose }: Props) {
  const keep = useRef<HTMLButtonElement>(null)
  const [found, setFound] = useState<Result<Consequences>>()
  const [typed, setTyped] = useState('')
  const [abandon, setAbandon] = useState(false)
  const [doing, setDoing] = useState(false)
  const [failure, setFailure] = useState<Failure>()
  const noWrites = useNoWrites()
  const { title, verb, keep: no, doing: now } = words[change]

  async function look() {
    setFound(undefined)
    setFound(await answered(changes.look(job.id)))
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at once, when the dialog opens
  useEffect(() => void look(), [])

  const ask = {
    stop: () => changes.stop(job.id),
    commit: () => changes.commit(job.id, abandon),
    confirm: () => changes.confirm(job.id),
    delete: () => changes.remove(job.id, typed),
  }

  async function go() {
    setDoing(true)
    setFailure(undefined)
    const result = await answered(ask[change]())
    setDoing(false)
    if (result.ok) return onDone(result)
    if (result.error.code === 'NotOffered') onAbsent()
    setFailure(result.error)
  }

  const confirm = change === 'delete' && found?.ok && found.newestGood
  const open = change === 'commit' && found?.ok && (found.job.openUploads ?? 0) > 0
  const unmet =
    (confirm && !isConfirmed(found.job, typed) && 'Type what is asked for above') ||
    (open && !abandon && 'Say above what becomes of the open uploads') ||
    undefined
  return (
    <Modal initialFocus={keep} onClose={onClose} title={title}>
      <div aria-busy={!found} className="grid gap-3 [&_[role=status]]:m-0">
        {!found && <p className="text-muted">Looking at what this would mean…</p>}
        {found && !found.ok && <FailurePanel failure={found.error} retry={look} />}
        {found?.ok && change === 'commit' && <CommitFacts abandon={abandon} found={found} setAbandon={setAbandon} />}
        {found?.ok && change === 'confirm' && <ConfirmFacts found={found} />}
        {found?.ok && (change === 'stop' || change === 'delete') && <ConsequencesList change={change} found={found} />}
        {confirm && (
          <label className="grid gap-1.5">
            <span>
              To delete it all the same, type{' '}
              {found.job.resource && (
                <>
                  <strong className={toType}>{found.job.resource}</strong> or{' '}
                </>
              )}
              <code className={toType}>{found.job.id.slice(-8)}</code>
            </span>
            <input
              autoComplete="off"
              className="h-8 rounded-md border border-border-strong bg-bg px-2.5 max-sm:h-10 max-sm:text-lg"
              onChange={(event) => setTyped(event.target.value)}
              spellCheck={false}
              type="text"
              value={typed}
            />
          </label>
        )}
        {failure && <FailurePanel failure={failure} />}
      </div>
      <DialogFoot>
        <Button onClick={onClose} ref={keep}>
          {no}
        </Button>
        <Button
          danger={change === 'stop' || change === 'delete'}
          onClick={go}
          primary={change === 'commit' || change === 'confirm'}
          refused={noWrites ?? refusal(found, unmet, doing, failure)}
        >
          {doing ? now : verb}
        </Button>
      </DialogFoot>
    </Modal>
  )
}

function refusal(
  found: Result<Consequences> | undefined,
  /** What has to be said before. */
  unmet: string | undefined,
  doing: boolean,
  failure: Failure | undefined,
): string | undefined {
  if (failure?.code === 'NotOffered') return 'This endpoint does not offer it'
  if (!found?.ok) return 'What it means is not known yet'
  return unmet ?? (doing ? 'It is being done' : undefined)
}
