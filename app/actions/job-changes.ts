'use server'

import { z } from 'zod'
import { commitJobAsIs, confirmWarning, deleteJobsBackup, haltJob, readConsequences } from '#app/reads/job-changes.ts'
import { readAction } from './read-action.ts'

const jobId = z.string().min(1).max(1024)
const commit = z.object({ jobId, abandon: z.boolean() })
const removal = z.object({ jobId, typed: z.string().max(2048) })

/** What stopping or deleting a job would take away. */
export async function lookAtConsequences(id: string) {
  return readAction(jobId, id, readConsequences)
}

/** Stops a job that runs: it is given up and undone. */
export async function stopJob(id: string) {
  return readAction(jobId, id, haltJob)
}

/** Makes a running job a backup as it stands. `abandon`: uploads that were never completed are dropped. */
export async function commitJob(id: string, abandon: boolean) {
  return readAction(commit, { jobId: id, abandon }, (valid) => commitJobAsIs(valid.jobId, valid.abandon))
}

/** Says that somebody has looked at the warning a backup carries. */
export async function confirmJob(id: string) {
  return readAction(jobId, id, confirmWarning)
}

/** Deletes the backup a completed job made. `typed` confirms it where it is the newest good one of its resource. */
export async function deleteBackup(id: string, typed: string) {
  return readAction(removal, { jobId: id, typed }, (valid) => deleteJobsBackup(valid.jobId, valid.typed))
}
