import { deleteBackup, lookAtConsequences, stopJob } from './actions/job-changes.ts'

/** What components that change jobs are handed. */
export const jobChanges = { look: lookAtConsequences, stop: stopJob, remove: deleteBackup }
