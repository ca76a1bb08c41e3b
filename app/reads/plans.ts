import 'server-only'
import { downloads } from '#app/downloads.ts'
import { formatDateTime } from '#components/format/time.ts'
import type { AskedArchive } from '#lib/downloads/archive/archive-form.ts'
import { type ArchiveInput, archiveInput, askedArchive } from '#lib/downloads/archive/archive-form.ts'
import { type NotableEntry, notableEntries, type PlanView, planView } from '#lib/downloads/archive/plan-view.ts'
import { problemOf } from '#lib/failure/problem.ts'
import { failed, type Result } from '#lib/failure/result.ts'
import { runtime } from '#lib/runtime.ts'
import { readJob } from './job.ts'

/** Most plans are ready by then, in milliseconds; longer ones are looked at again. */
const promptly = 700
const pageSize = 100

export interface PlanPage {
  plan: PlanView
  /** Objects with another name in the archive, left out or known to be damaged. */
  notable: NotableEntry[]
  /** Where the notable go on. */
  next?: number
}

const gone = () => failed('PlanGone', 'This plan is gone: it is kept for a week. Plan the download again.')

/** Begins a plan; answers when it is ready or has taken a moment. */
export async function beginPlan(jobId: string, input: ArchiveInput): Promise<Result<PlanPage>> {
  try {
    const asked = askedArchive(jobId, archiveInput.parse(input))
    const { id, finished } = await startPlan(asked)
    await Promise.race([finished, new Promise((resolve) => setTimeout(resolve, promptly))])
    return readPlan(id, 0)
  } catch (error) {
    const { status: _status, ...failure } = problemOf(error)
    return { ok: false, error: failure }
  }
}

/** A plan under the name people will find in their download folder. */
export async function startPlan(asked: AskedArchive, signal?: AbortSignal) {
  return downloads().plan({ ...asked, ...(await titleOf(asked)) }, signal)
}

/** More than one item is called by what was backed up, and when; one item has a name. */
async function titleOf({ jobId, selection: { names, prefixes } }: AskedArchive): Promise<{ title?: string }> {
  if (names.length + prefixes.length === 1 && prefixes[0] !== '') return {}
  const answer = await readJob(jobId)
  if (!answer.ok || answer.job.created === undefined) return {}
  const what = answer.job.resource.split(/[/\\:]/).findLast((part) => part !== '')
  return what ? { title: `${what} ${formatDateTime(answer.job.created, 'UTC').replace(':', '-')}` } : {}
}

/** A plan as far as it has come. */
export async function readPlan(id: string, from: number): Promise<Result<PlanPage>> {
  const plan = await downloads().findPlan(id)
  if (!plan) return gone()
  const notable = await notableEntries(runtime().ledger, id, from, pageSize)
  const last = notable.length === pageSize ? notable.at(-1) : undefined
  return { ok: true, plan: planView(plan), notable, ...(last && { next: last.position + 1 }) }
}

/** Forgets a plan; one that is being made is stopped. */
export async function dropPlan(id: string): Promise<Result<object>> {
  await downloads().dropPlan(id)
  return { ok: true }
}
