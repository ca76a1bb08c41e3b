import 'server-only'
import { runtime } from '#lib/runtime.ts'
import { storageKey } from '../storage.ts'

/** Keeps in mind a job that was opened by its id, for endpoints that do not list jobs. */
export async function rememberJob(jobId: string): Promise<void> {
  await runtime().ledger.rememberedJobs.add(storageKey(), jobId, Date.now())
}

/** Ids of the jobs opened here, newest first. */
export async function rememberedJobs(): Promise<string[]> {
  const jobs = await runtime().ledger.rememberedJobs.list(storageKey())
  return jobs.map((job) => job.jobId)
}
