'use client'

import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { isComplete } from '#lib/jobs/verdict.ts'
import { objectsHref } from '#lib/search-params/objects.ts'
import { exactBytes, formatBytes, formatCount } from '../format/size.ts'
import { visible } from '../format/text.ts'
import { formatDuration } from '../format/time.ts'
import { Time } from '../time/times.tsx'
import { answered } from '../ui/answered.ts'
import { LinkButton } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { JobState } from '../ui/job-state.tsx'
import { Modal } from '../ui/modal.tsx'
import { Unknown } from '../ui/size.tsx'
import { CoverageCell } from '../verification/coverage-cell.tsx'
import { DialogFoot } from './dialog-foot.tsx'
import { JobActions } from './job-actions.tsx'
import type { JobChanges } from './job-changes.ts'
import type { JobRow } from './job-row.ts'
import { madeHow } from './made-how.ts'
import { WarningNotice } from './warning-notice.tsx'

const facts = 'grid grid-cols-[112px_1fr] gap-x-4 gap-y-1 leading-6 max-sm:grid-cols-[96px_1fr] max-sm:gap-x-2'
const long = 'wrap-anywhere min-w-0'

interface Props {
  job: JobRow
  changes: JobChanges
  onClose: () => void
}

/** All that the endpoint tells of a job, to read and to copy, and what can be done with it. */
export default function JobDetails({ job, changes, onClose }: Props) {
  const { id, message, created, completed, percent, warning, warningConfirmedAt } = job
  return (
    <Modal onClose={onClose} title={visible(job.resource) || id}>
      <WarningNotice changes={changes} job={job} />
      <dl className={facts}>
        <Fact label="State">
          <JobState job={job} />
          {percent && completed === undefined && <span className="text-muted">{percent} %</span>}
        </Fact>
        {message && (
          <Fact label="Message">
            <span className={long}>{visible(message)}</span>
          </Fact>
        )}
        {warning && warningConfirmedAt !== undefined && (
          <Fact label="Warning">
            <span className={long}>
              {visible(warning)}, confirmed <Time at={warningConfirmedAt} />
            </span>
          </Fact>
        )}
        <Fact label="Started">{created === undefined ? <Unknown /> : <Time at={created} />}</Fact>
        <Fact label="Ended">
          {completed === undefined ? (
            <Unknown why="The job has not ended" />
          ) : (
            <>
              <Time at={completed} />
              {created !== undefined && (
                <span className="text-muted">after {formatDuration(Math.max(0, completed - created))}</span>
              )}
            </>
          )}
        </Fact>
        <Fact label="Objects">{job.objects === undefined ? <Unknown /> : formatCount(job.objects)}</Fact>
        <Fact label="Size">
          <Bytes bytes={job.size} />
        </Fact>
        <Fact label="New">
          <Bytes bytes={job.newBytes} />
        </Fact>
        <Fact label="Verified">
          <CoverageCell job={job} />
        </Fact>
        <Fact label="Vault">{job.vault === undefined ? <Unknown /> : visible(job.vault)}</Fact>
        <Fact label="Type">{job.type === undefined ? <Unknown /> : visible(job.type)}</Fact>
        <Copied label="Job id" text={id} />
        <Copied label="Resource" text={job.arn} />
        <Copied label="Role" text={job.role} />
        <Copied label="Recovery point" text={job.recoveryPoint} />
      </dl>
      <HowMade changes={changes} job={job} />
      <DialogFoot>
        <JobActions changes={changes} job={job} />
        <LinkButton href={objectsHref(id)} primary>
          Open
        </LinkButton>
      </DialogFoot>
    </Modal>
  )
}

/** What its writer noted about how it was made; only an answer about this one job has it. */
function HowMade({ job, changes }: Pick<Props, 'job' | 'changes'>) {
  const { data } = useQuery({
    queryKey: ['job details', job.id, job.state],
    queryFn: () => answered(changes.describe(job.id)),
    enabled: job.details === undefined && isComplete(job.state),
  })
  const details = job.details ?? (data?.ok ? data.job.details : undefined)
  const noted = details === undefined ? [] : madeHow(details)
  if (noted.length === 0) return null
  return (
    <section aria-label="How it was made">
      <h3 className="mt-4 mb-1">How it was made</h3>
      <dl className={facts}>
        {noted.map(({ label, value }) => (
          <Fact key={`${label} ${value}`} label={label}>
            <span className={long}>{visible(value)}</span>
          </Fact>
        ))}
      </dl>
    </section>
  )
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className="flex min-w-0 items-start gap-2 [&>span]:leading-6">{children}</dd>
    </>
  )
}

function Bytes({ bytes }: { bytes: number | undefined }) {
  if (bytes === undefined) return <Unknown />
  return (
    <>
      {formatBytes(bytes)} <span className="text-muted">{exactBytes(bytes)}</span>
    </>
  )
}

function Copied({ label, text }: { label: string; text: string | undefined }) {
  if (!text) return null
  return (
    <Fact label={label}>
      <code className={long}>{visible(text)}</code>
      <CopyButton text={text} what={label.toLowerCase()} />
    </Fact>
  )
}
