'use server'

import { z } from 'zod'
import { readJobs } from '#app/reads/jobs.ts'
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
const input = z.object({ params, cursor: z.string().max(8192).optional() })

/** The next page of jobs. */
export async function listJobs(asked: JobsParams, cursor: string | undefined) {
  return readAction(input, { params: asked, cursor }, (valid) => readJobs(valid.params, valid.cursor))
}
