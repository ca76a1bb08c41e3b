import { createLoader, type inferParserType, parseAsIsoDate, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { createLink } from './link.ts'

/** The states a backup job can have, in the order a person looks for them. */
export const jobStates = [
  'RUNNING',
  'COMPLETED',
  'FAILED',
  'PARTIAL',
  'ABORTED',
  'CREATED',
  'PENDING',
  'ABORTING',
  'EXPIRED',
] as const

/** Filters of the jobs page. Days are UTC days: `after` begins with its day, `before` ends where its day begins. */
export const jobsParams = {
  state: parseAsStringLiteral(jobStates),
  resource: parseAsString,
  vault: parseAsString,
  type: parseAsString,
  after: parseAsIsoDate,
  before: parseAsIsoDate,
  /** Looked for in names and ids as the jobs are listed: the API cannot search. */
  text: parseAsString.withDefault(''),
}

export type JobsParams = inferParserType<typeof jobsParams>

export const loadJobsParams = createLoader(jobsParams)

const serialize = createLink(jobsParams)

export function jobsHref(params: Partial<JobsParams> = {}): string {
  return serialize('/jobs', params)
}
