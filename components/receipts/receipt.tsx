'use client'

import type { ReactNode } from 'react'
import type { ReceiptView } from '#lib/downloads/receipts/receipt-view.ts'
import { objectHref } from '#lib/search-params/object.ts'
import { objectsHref } from '#lib/search-params/objects.ts'
import { exactBytes, formatCount } from '../format/size.ts'
import { hexOf, visible } from '../format/text.ts'
import { formatDuration } from '../format/time.ts'
import { Time } from '../time/times.tsx'
import { AppLink } from '../ui/app-link.tsx'
import { Checksum } from '../ui/checksum.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { type Fact, Facts } from '../ui/facts.tsx'
import { Progress } from '../ui/progress.tsx'
import { ReceiptState } from './receipt-state.tsx'
import { amountOf, endOf, notHashed, paceOf, receiptKind, shareOf } from './receipt-words.ts'
import { type LookAtReceipt, useReceipt } from './use-receipt.ts'

interface Props {
  known: ReceiptView
  look: LookAtReceipt
  /** The job in words. */
  job: ReactNode
  /** The way to what is intact of an archive, for one that broke. */
  intactPart?: ReactNode
}

const end =
  'wrap-anywhere mt-5 grid max-w-180 gap-1 rounded-md border border-border border-l-3 bg-surface px-4 py-3 [&_button]:mt-2'
const endLinks = '[&_a]:text-accent [&_a]:underline [&_a]:underline-offset-3'

/** The record of one download or restore, followed while it runs. */
export function Receipt({ known, look, job, intactPart }: Props) {
  const receipt = useReceipt(known, look)
  const { subject, state, jobId, failedObject, kind } = receipt
  const ended = endOf(receipt)
  const broken = failedObject ?? (kind === 'object' ? subject : null)
  return (
    <>
      <h1 className="wrap-anywhere isolate-text mb-2 text-lg leading-6">{visible(subject) || 'Whole job'}</h1>
      <Facts facts={factsOf(receipt, job)} />
      {state === 'running' && (
        <div className="mt-5 grid max-w-140 gap-2">
          <Progress label="Progress" share={shareOf(receipt)} />
          <p>
            {amountOf(receipt)}, {paceOf(receipt)}
          </p>
        </div>
      )}
      {isVerifiedUnhashed(receipt) && <p className="mt-3 max-w-180 text-muted">{notHashed(receipt)}.</p>}
      {ended.length > 0 && (
        <div className={`${end} ${endLinks} ${state === 'failed' ? 'border-l-danger' : 'border-l-warn'}`}>
          {ended.map((line) => (
            <p key={line}>{line}</p>
          ))}
          {state === 'failed' && broken !== null && (
            <p>
              <AppLink href={objectHref(jobId, { name: broken })}>See the object</AppLink>, or{' '}
              <AppLink href={objectsHref(jobId)}>what is known to be damaged in its job</AppLink>.
            </p>
          )}
          {state === 'failed' && intactPart}
        </div>
      )}
    </>
  )
}

function isVerifiedUnhashed({ state, sha256 }: ReceiptView): boolean {
  return state === 'verified' && sha256 === null
}

function factsOf(receipt: ReceiptView, job: ReactNode): Fact[] {
  const { state, kind, actor, jobId, startedAt, finishedAt, sentBytes, rangeStart, items, sha256, checksum } = receipt
  const facts: (Fact | false)[] = [
    { label: 'State', value: <ReceiptState state={state} /> },
    { label: 'Kind', value: receiptKind[kind] },
    {
      label: 'By',
      value: actor === 'session' ? 'A signed-in browser' : actor === 'token' ? 'The token' : 'Command line',
    },
    {
      label: 'From job',
      value: (
        <>
          <span className="[&_a]:text-accent">{job}</span>
          <CopyButton text={jobId} what="job id" />
        </>
      ),
    },
    receipt.destination !== null && { label: 'To', value: visible(receipt.destination) },
    { label: 'Bytes', value: <span title={exactBytes(sentBytes)}>{amountOf(receipt)}</span> },
    rangeStart > 0 && { label: 'Continued at', value: exactBytes(rangeStart) },
    kind !== 'object' && { label: 'Objects', value: formatCount(items) },
    { label: 'Started', value: <Time at={startedAt} /> },
    finishedAt !== null && { label: 'Took', value: formatDuration(finishedAt - startedAt) },
    sha256 !== null && { label: 'SHA-256', value: <Checksum what="SHA-256" text={hexOf(sha256)} /> },
    isVerifiedUnhashed(receipt) && { label: 'SHA-256', value: 'Not known' },
    checksum !== null && { label: 'Object checksum', value: <Checksum what="object checksum" text={checksum} /> },
  ]
  return facts.filter((fact) => fact !== false)
}
