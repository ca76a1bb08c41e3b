'use client'

import type { ReactNode } from 'react'
import { objectsHref } from '#lib/search-params/objects.ts'
import { exactBytes, formatBytes, formatCount } from '../format/size.ts'
import { visible } from '../format/text.ts'
import { formatDuration } from '../format/time.ts'
import { Time } from '../time/times.tsx'
import { AppLink } from '../ui/app-link.tsx'
import button from '../ui/button.module.css'
import { CopyButton } from '../ui/copy-button.tsx'
import { JobState } from '../ui/job-state.tsx'
import { Modal } from '../ui/modal.tsx'
import { Unknown } from '../ui/size.tsx'
import { CoverageCell } from '../verification/coverage-cell.tsx'
import { JobActions } from './job-actions.tsx'
import type { JobChanges } from './job-changes.ts'
import styles from './job-details.module.css'
import type { JobRow } from './job-row.ts'

interface Props {
  job: JobRow
  changes: JobChanges
  onClose: () => void
}

/** All that the endpoint tells of a job, to read and to copy, and what can be done with it. */
export default function JobDetails({ job, changes, onClose }: Props) {
  const { id, state, message, created, completed, percent } = job
  return (
    <Modal onClose={onClose} title={visible(job.resource) || id}>
      <dl className={styles.facts}>
        <Fact label="State">
          <JobState state={state} />
          {percent && completed === undefined && <span className={styles.quiet}>{percent} %</span>}
        </Fact>
        {message && (
          <Fact label="Message">
            <span className={styles.text}>{visible(message)}</span>
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
                <span className={styles.quiet}>after {formatDuration(Math.max(0, completed - created))}</span>
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
      <div className={styles.foot}>
        <JobActions changes={changes} job={job} />
        <AppLink className={button.button} data-primary href={objectsHref(id)}>
          Open
        </AppLink>
      </div>
    </Modal>
  )
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  )
}

function Bytes({ bytes }: { bytes: number | undefined }) {
  if (bytes === undefined) return <Unknown />
  return (
    <>
      {formatBytes(bytes)} <span className={styles.quiet}>{exactBytes(bytes)}</span>
    </>
  )
}

function Copied({ label, text }: { label: string; text: string | undefined }) {
  if (!text) return null
  return (
    <Fact label={label}>
      <code className={styles.text}>{visible(text)}</code>
      <CopyButton text={text} what={label.toLowerCase()} />
    </Fact>
  )
}
