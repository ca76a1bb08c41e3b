import type { IndexStore, JobRecord } from '../index-store.ts'
import { endedJob, unknownJob } from './refusals.ts'
import { given } from './validate.ts'

/**
 * The running job that writes go to, before a body is read for nothing; the index asks again when it commits.
 *
 * @throws {ServiceError} unknown, or not running.
 */
export async function runningJob(index: IndexStore, jobId: string | undefined): Promise<JobRecord> {
  const job = await index.job(given(jobId, 'BackupJobId'))
  if (!job) throw unknownJob()
  if (job.state !== 'RUNNING') throw endedJob(job.state)
  return job
}
