import 'server-only'
import { ListBackupJobsCommand } from '@aws-sdk/client-backup'
import { cache } from 'react'
import type { JobRow, JobsCursor } from '#components/jobs/job-row.ts'
import type { JobChoice } from '#components/objects/job-switcher.tsx'
import type { Page } from '#components/table/page.ts'
import type { ResourceRow } from '#lib/jobs/resources.ts'
import { verdictOf } from '#lib/jobs/verdict.ts'
import type { JobsParams } from '#lib/search-params/jobs.ts'
import { backup } from '../storage.ts'
import { attempt } from './attempt.ts'
import { isExpired } from './expired.ts'
import { jobRow } from './job.ts'
import { knownResources, withKnowledge } from './known-of-jobs.ts'

/** How many jobs are read for the resources view at most. */
const mostJobs = 5_000
const pageSize = 100
const searchedAtOnce = 1_000

/**
 * The next jobs behind the filters; a text is looked for in each page as it is read, so a page may be short or empty.
 * Where a token has expired, the list is read from its beginning to the same place.
 */
export function readJobs(params: JobsParams, cursor?: JobsCursor) {
  return attempt<Page<JobRow, JobsCursor>>(async (signal) => {
    const { jobs, token } = await list(params, cursor?.token, signal).catch((error) =>
      cursor && isExpired(error) ? listBehind(params, cursor.last, signal) : Promise.reject(error),
    )
    const rows = jobs.filter((job) => mentions(job, params.text))
    const last = jobs.at(-1) ?? cursor?.last
    return {
      rows: await withKnowledge(rows),
      ...(token && { cursor: { token, last: { id: last?.id ?? '', created: last?.created } } }),
    }
  })
}

interface ListedJobs {
  jobs: JobRow[]
  token?: string | undefined
}

async function list(params: JobsParams, token: string | undefined, abortSignal: AbortSignal): Promise<ListedJobs> {
  const { BackupJobs, NextToken } = await backup().send(
    new ListBackupJobsCommand({
      ByState: params.state ?? undefined,
      ByResourceArn: params.resource ?? undefined,
      ByBackupVaultName: params.vault ?? undefined,
      ByResourceType: params.type ?? undefined,
      ByCreatedAfter: params.after ?? undefined,
      ByCreatedBefore: params.before ?? undefined,
      MaxResults: params.text ? searchedAtOnce : pageSize,
      NextToken: token,
    }),
    { abortSignal },
  )
  return { jobs: (BackupJobs ?? []).map(jobRow), token: NextToken || undefined }
}

/** The jobs behind one: it is found by its id, or passed by where it was deleted meanwhile, since the newest come first. */
async function listBehind(params: JobsParams, last: JobsCursor['last'], signal: AbortSignal): Promise<ListedJobs> {
  let token: string | undefined
  do {
    const page = await list(params, token, signal)
    const at = page.jobs.findIndex(({ id }) => id === last.id)
    const from = at >= 0 ? at + 1 : page.jobs.findIndex(({ created = 0 }) => created < (last.created ?? 0))
    if (from >= 0) return { jobs: page.jobs.slice(from), token: page.token }
    token = page.token
  } while (token)
  return { jobs: [] }
}

function mentions(job: JobRow, text: string): boolean {
  const wanted = text.toLowerCase()
  return [job.resource, job.arn, job.id, job.vault].some((field) => field?.toLowerCase().includes(wanted))
}

/** What is backed up, and whether the newest jobs of each resource were all read. */
export interface Resources {
  resources: ResourceRow<JobRow>[]
  vaults: string[]
  types: string[]
  /** Set when there were more jobs than are read for this view. */
  newest?: number
}

/** Every resource with what its newest jobs say; asked once a page. */
export const readResources = cache(() =>
  attempt<Resources>(async (abortSignal) => {
    const jobs: JobRow[] = []
    let token: string | undefined
    do {
      const page = await backup().send(new ListBackupJobsCommand({ MaxResults: 1000, NextToken: token }), {
        abortSignal,
      })
      jobs.push(...(page.BackupJobs ?? []).map(jobRow))
      token = page.NextToken
    } while (token && jobs.length < mostJobs)
    return {
      resources: await knownResources(jobs),
      vaults: distinct(jobs.map((job) => job.vault)),
      types: distinct(jobs.map((job) => job.type)),
      ...(token && { newest: jobs.length }),
    }
  }),
)

function distinct(values: (string | undefined)[]): string[] {
  return [...new Set(values.filter((value) => value !== undefined))].sort()
}

/** Jobs that the plot of a resource shows at most. */
const plotted = 100

/** The newest jobs of a resource, with what is known of their damage; `more` where there are others. */
export function readHistory(arn: string, vault: string | undefined) {
  return attempt<{ jobs: JobRow[]; more: boolean }>(async (signal) => {
    const { jobs, more } = await listTimeline(arn, vault, signal, plotted)
    return { jobs: await withKnowledge(jobs), more }
  })
}

/** The newest jobs of a resource in its vault, for going from one to another. */
export function readSiblings(arn: string, vault: string | undefined) {
  return attempt<{ jobs: JobRow[] }>(async (signal) => ({ jobs: (await listTimeline(arn, vault, signal, 50)).jobs }))
}

/** A job and the newest of its resource, newest first, with what each is worth: what one can go to from it. */
export async function readJobChoices(of: JobRow): Promise<JobChoice[]> {
  const siblings = of.arn ? await readSiblings(of.arn, of.vault) : undefined
  const others = siblings?.ok ? siblings.jobs.filter((job) => job.id !== of.id) : []
  const known = await withKnowledge([of, ...others])
  return known
    .sort((a, b) => (b.created ?? 0) - (a.created ?? 0))
    .map((job) => ({
      id: job.id,
      state: job.state,
      abortCause: job.abortCause,
      created: job.created,
      verdict: verdictOf(job),
    }))
}

/** The newest jobs of a resource in its vault, at most 1,000; `more` where there are others. */
export async function listTimeline(
  arn: string,
  vault: string | undefined,
  abortSignal: AbortSignal,
  most = 1_000,
): Promise<{ jobs: JobRow[]; more: boolean }> {
  const { BackupJobs, NextToken } = await backup().send(
    new ListBackupJobsCommand({ ByResourceArn: arn, ByBackupVaultName: vault, MaxResults: most }),
    { abortSignal },
  )
  return { jobs: (BackupJobs ?? []).map(jobRow), more: Boolean(NextToken) }
}
