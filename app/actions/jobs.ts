'use server'

import { z } from 'zod'
import { readJob } from '#app/reads/job.ts'
import { readJobs } from '#app/reads/jobs.ts'
import type { JobsCursor } from '#components/jobs/job-row.ts'
import { type JobsParams, jobStates } from '#lib/search-params/jobs.ts'
import { readAction } from './read-action.ts'

const text = z.string().max(2048).nullable()
const params = z.object({
  state: z.enum(jobStates).nullable(),
  resource: text,
  vault: text,
  type: text,
  after: z.date().nullable(),
  before: z.date().nullable(),
  text: z.string().max(2048),
}) satisfies z.ZodType<JobsParams>
const cursor = z.object({
  token: z.string().max(8192),
  last: z.object({ id: z.string().max(1024), created: z.number().optional() }),
}) satisfies z.ZodType<JobsCursor>
const input = z.object({ params, cursor: cursor.optional() })

/** One job as it is now, to follow while it runs. */
export async function lookAtJob(id: string) {
  return readAction(z.string().min(1).max(1024), id, readJob)
}

/** The next page of jobs. */
export async function listJobs(asked: JobsParams, from: JobsCursor | undefined) {
  return readAction(input, { params: asked, cursor: from }, (valid) => readJobs(valid.params, valid.cursor))
}
