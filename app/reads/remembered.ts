import 'server-only'
import { runtime } from '#lib/runtime.ts'
import { storageKey } from '../storage.ts'

/** Keeps in mind a job that was opened by its id, for endpoints that do not list jobs. */
export function rememberJob(jobId: string): void {
  runtime().ledger.rememberedJobs.add(storageKey(), jobId, Date.now())
}

/** Ids of the jobs opened here, newest first. */
export function rememberedJobs(): string[] {
  return runtime()
    .ledger.rememberedJobs.list(storageKey())
    .map((job) => job.jobId)
}
