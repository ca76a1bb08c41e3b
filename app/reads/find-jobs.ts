import 'server-only'
import type { FoundJobs } from '#components/palette/found-jobs.ts'
import type { Result } from '#lib/failure/result.ts'
import { verdictOf } from '#lib/jobs/verdict.ts'
import { loadJobsParams } from '#lib/search-params/jobs.ts'
import { readJobs } from './jobs.ts'
import { rememberedJobs } from './remembered.ts'

const mostFound = 8

/** Jobs whose resource or id contains a text: of one page of the list, or of those opened here where there is no list. */
export async function findJobs(text: string): Promise<Result<{ found: FoundJobs }>> {
  const page = await readJobs({ ...loadJobsParams({}), text })
  if (page.ok) {
    const jobs = page.rows.slice(0, mostFound).map((job) => ({
      id: job.id,
      resource: job.resource,
      state: job.state,
      ...(job.abortCause !== undefined && { abortCause: job.abortCause }),
      verdict: verdictOf(job),
      ...(job.created !== undefined && { created: job.created }),
    }))
    return { ok: true, found: { jobs, among: page.cursor ? 'newest' : 'all' } }
  }
  if (page.error.code !== 'NotOffered') return page
  const remembered = (await rememberedJobs()).filter((id) => id.toLowerCase().includes(text.toLowerCase()))
  return {
    ok: true,
    found: { jobs: remembered.slice(0, mostFound).map((id) => ({ id, resource: '' })), among: 'remembered' },
  }
}
