import 'server-only'
import { setTimeout } from 'node:timers/promises'
import type { KnownJob } from '#components/jobs/known-job.ts'
import { createRecent } from '#lib/preview/recent.ts'
import { describeJob } from './job.ts'

/** Jobs that are asked about for one page at most; those beyond are told by their ids until somebody looks again. */
const mostAsked = 20
/** The longest one question takes, in milliseconds, whether or not a page still waits for it. */
const patience = 30_000
/** How long a job that the endpoint did not tell of is not asked about again, in milliseconds. */
const inVain = 60_000

interface Asked {
  at: number
  job: KnownJob | Promise<KnownJob>
}

/** What a job is a backup of, and when it began, never changes. */
const recent = createRecent<Asked>(2_000)

/**
 * What a person knows these jobs by, as far as the endpoint tells it `within` so many milliseconds. What comes later is
 * there for whoever asks next.
 */
export async function readKnownJobs(ids: Iterable<string>, within: number): Promise<Map<string, KnownJob>> {
  const found = new Map<string, KnownJob>()
  const under: Promise<unknown>[] = []
  for (const id of new Set(ids)) {
    const { job } = isKnown(recent.get(id)) ?? (under.length < mostAsked ? ask(id) : { job: { id } })
    if (job instanceof Promise) under.push(job.then((told) => found.set(id, told)))
    else found.set(id, job)
  }
  if (under.length > 0) await Promise.race([Promise.all(under), setTimeout(within, undefined, { ref: false })])
  return found
}

function isKnown(asked: Asked | undefined): Asked | undefined {
  const isTold = asked && (asked.job instanceof Promise || asked.job.resource || Date.now() - asked.at < inVain)
  return isTold ? asked : undefined
}

function ask(id: string): Asked {
  const at = Date.now()
  const job = tell(id).then((told) => {
    recent.set(id, { at, job: told })
    return told
  })
  const asked = { at, job }
  recent.set(id, asked)
  return asked
}

async function tell(id: string): Promise<KnownJob> {
  const job = await describeJob(id, AbortSignal.timeout(patience)).catch(() => undefined)
  return { id, ...(job && { resource: job.resource, created: job.created }) }
}
