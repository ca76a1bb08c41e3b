import { awaitsConfirmation } from '#lib/jobs/verdict.ts'
import { visible } from '../format/text.ts'
import { Notice } from '../ui/notice.tsx'
import { ChangeButton } from './change-button.tsx'
import type { JobChanges } from './job-changes.ts'
import type { JobRow } from './job-row.ts'
import styles from './warning-notice.module.css'

/** The warning that a backup carries until somebody has looked at it, and the way to confirm it; nothing without one. */
export function WarningNotice({ job, changes }: { job: JobRow; changes: JobChanges }) {
  if (!awaitsConfirmation(job)) return null
  return (
    <div className={styles.box}>
      <Notice>
        <div className={styles.warning} data-commands>
          <p className={styles.text}>
            <strong>{visible(job.warning ?? '')}</strong> Look at it before you rely on this backup: it does not count
            as a good one until somebody confirms it.
          </p>
          <ChangeButton change="confirm" changes={changes} job={job} />
        </div>
      </Notice>
    </div>
  )
}
