import { commitJob, confirmJob, deleteBackup, lookAtConsequences, stopJob } from './actions/job-changes.ts'
import { lookAtJob } from './actions/jobs.ts'

/** What components that change jobs are handed. */
export const jobChanges = {
  describe: lookAtJob,
  look: lookAtConsequences,
  stop: stopJob,
  commit: commitJob,
  confirm: confirmJob,
  remove: deleteBackup,
}
