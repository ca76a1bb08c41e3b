'use server'

import { z } from 'zod'
import { deleteJobsBackup, haltJob, readConsequences } from '#app/reads/job-changes.ts'
import { readAction } from './read-action.ts'

const jobId = z.string().min(1).max(1024)
const removal = z.object({ jobId, typed: z.string().max(2048) })

/** What stopping or deleting a job would take away. */
export async function lookAtConsequences(id: string) {
  return readAction(jobId, id, readConsequences)
}

/** Stops a job that runs: it is given up and undone. */
export async function stopJob(id: string) {
  return readAction(jobId, id, haltJob)
}

/** Deletes the backup a completed job made. `typed` confirms it where it is the newest good one of its resource. */
export async function deleteBackup(id: string, typed: string) {
  return readAction(removal, { jobId: id, typed }, (valid) => deleteJobsBackup(valid.jobId, valid.typed))
}
