'use client'

import { Download } from 'lucide-react'
import { useState } from 'react'
import type { PlanView } from '#lib/downloads/archive/plan-view.ts'
import { exactBytes, formatBytes } from '../format/size.ts'
import { AppLink } from '../ui/app-link.tsx'
import { Button, DownloadLink } from '../ui/button.tsx'
import { Check } from '../ui/check.tsx'
import { FailurePanel } from '../ui/failure-panel.tsx'
import { Modal } from '../ui/modal.tsx'
import type { ArchiveActions, InitialChoice } from './archive-actions.ts'
import { Means } from './means.tsx'
import { PlanFacts } from './plan-facts.tsx'
import { usePlan } from './use-plan.ts'

interface Props {
  jobId: string
  selection: { names: string[]; prefixes: string[] }
  actions: ArchiveActions
  title: string
  initial?: InitialChoice | undefined
  onClose: () => void
}

const formats = [
  {
    format: 'tar',
    means: 'Keeps owners, modes, times, links and attributes. A broken download continues at any byte.',
  },
  { format: 'zip', means: 'Opens everywhere. A broken download continues from what was read of it.' },
] as const

const option = 'flex cursor-pointer items-start gap-2 rounded-md border border-border px-3 py-2.5 [&>input]:mt-0.5'

/** It stays in view where the dialog scrolls, down to the dialog's edge. */
const foot =
  'sticky -bottom-6 -mb-6 flex flex-wrap items-center justify-end gap-2 bg-raised pt-3 pb-6 max-sm:-bottom-4 max-sm:-mb-4 max-sm:pb-4'
const footParts = '[&>p]:grow [&>p]:basis-45 [&>p]:text-sm max-sm:[&>p]:basis-full max-sm:[&>:is(a,button)]:flex-1'

/** What would be downloaded, before the first byte of it. */
export default function ArchiveDialog({ jobId, selection, actions, title, initial, onClose }: Props) {
  const [format, setFormat] = useState(initial?.format ?? 'tar')
  const [intact, setIntact] = useState(initial?.intact ?? false)
  const [naming, setNaming] = useState(initial?.naming ?? 'portable')
  const [begun, setBegun] = useState<string>()
  const { result, ready, retry, take, more } = usePlan(jobId, { ...selection, format, intact, naming }, actions)
  const plan = result?.ok ? result.plan : undefined

  return (
    <Modal onClose={onClose} title={title}>
      <fieldset className="grid grid-cols-2 gap-2 max-sm:grid-cols-1">
        <legend className="visually-hidden">Format</legend>
        {formats.map(({ format: name, means }) => (
          <label className={`${option} has-checked:border-accent has-checked:bg-accent-soft`} key={name}>
            <input checked={format === name} name="format" onChange={() => setFormat(name)} type="radio" />
            <span>
              <strong>{name}</strong>
              <Means>{means}</Means>
            </span>
          </label>
        ))}
      </fieldset>

      <div aria-busy={!result || plan?.state === 'planning'} className="min-h-23 py-4">
        {result && !result.ok && <FailurePanel failure={result.error} retry={retry} />}
        {plan?.state === 'failed' && (
          <FailurePanel
            failure={{ code: 'PlanFailed', message: plan.failure ?? 'The plan could not be made.', retryable: false }}
            retry={retry}
          />
        )}
        {result?.ok && plan?.state !== 'failed' && (
          <PlanFacts more={result.next === undefined ? undefined : more} notable={result.notable} plan={result.plan} />
        )}
        {!result && <p className="text-muted">Looking at what this would be. No data is read for it.</p>}
      </div>

      {ready && (ready.damaged > 0 || ready.intact) && (
        <Choice
          checked={intact}
          label="Download the intact part"
          means="Leaves out what is known to be damaged and lists it inside. Otherwise a download that meets damage is broken off, so that it never looks whole."
          onChange={setIntact}
        />
      )}
      {ready && (ready.changed > 0 || ready.naming === 'unix' || format === 'zip') && (
        <Choice
          checked={naming === 'unix'}
          label={
            format === 'zip'
              ? 'Keep names, modes and links for Linux and macOS'
              : 'Keep names that only Windows cannot hold'
          }
          means="For unpacking on Linux or macOS. Where a disk takes capitals and small letters for the same, as on most Macs, only the last of two such files remains."
          onChange={(kept) => setNaming(kept ? 'unix' : 'portable')}
        />
      )}

      <div className={`${foot} ${footParts}`}>
        {begun !== undefined && begun === plan?.id ? (
          <p role="status">
            Your browser has it now.{' '}
            <AppLink className="text-accent underline underline-offset-3" href="/restores">
              Restores
            </AppLink>{' '}
            shows how it goes.
          </p>
        ) : (
          <p className="text-muted">Every chunk is checked before its bytes leave.</p>
        )}
        <Button onClick={onClose}>{begun === undefined ? 'Cancel' : 'Close'}</Button>
        <Begin
          begin={(id) => {
            take(id)
            setBegun(id)
          }}
          plan={plan}
        />
      </div>
    </Modal>
  )
}

interface ChoiceProps {
  label: string
  means: string
  checked: boolean
  onChange: (checked: boolean) => void
}

function Choice({ label, means, checked, onChange }: ChoiceProps) {
  return (
    <label className={`${option} mb-4`}>
      <Check check={onChange} checked={checked} />
      <span>
        {label}
        <Means>{means}</Means>
      </span>
    </label>
  )
}

function Begin({ plan, begin }: { plan: PlanView | undefined; begin: (id: string) => void }) {
  if (plan?.state !== 'ready' || plan.objects === 0)
    return (
      <Button primary refused={plan?.state === 'ready' ? 'There is nothing to download' : 'The plan is not ready'}>
        <Download aria-hidden size={15} />
        Download
      </Button>
    )
  return (
    <DownloadLink href={plan.href} onClick={() => begin(plan.id)} primary title={exactBytes(plan.length ?? 0)}>
      <Download aria-hidden size={15} />
      Download {formatBytes(plan.length ?? 0)}
    </DownloadLink>
  )
}
