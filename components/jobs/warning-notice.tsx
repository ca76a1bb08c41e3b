import { awaitsConfirmation } from '#lib/jobs/verdict.ts'
import { visible } from '../format/text.ts'
import { Notice } from '../ui/notice.tsx'
import { ChangeButton } from './change-button.tsx'
import type { JobChanges } from './job-changes.ts'
import type { JobRow } from './job-row.ts'

/** The warning that a backup carries until somebody has looked at it, and the way to confirm it; nothing without one. */
export function WarningNotice({ job, changes }: { job: JobRow; changes: JobChanges }) {
  if (!awaitsConfirmation(job)) return null
  return (
    <div className="[header+&]:mt-4">
      <Notice>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2" data-commands>
          <p className="wrap-anywhere min-w-0 flex-[1_1_320px]">
            <strong className="inline-block first-letter:uppercase after:content-['.']">
              {visible(job.warning ?? '')}
            </strong>{' '}
            Look at it before you rely on this backup: it does not count as a good one until somebody confirms it.
          </p>
          <ChangeButton change="confirm" changes={changes} job={job} />
        </div>
      </Notice>
    </div>
  )
}
