import type { JobFacts } from '#lib/jobs/job-facts.ts'

/** A backup job as a plain value that crosses to the browser. */
export interface JobRow extends JobFacts {
  message?: string
  resource: string
  /** Its writer can begin again by itself. */
  resumable?: boolean
  /** Uploads that were never completed; of a running job, where the endpoint tells it. */
  openUploads?: number | undefined
  /** JSON text of its writer about how it was made; of one job asked for alone. */
  details?: string | undefined
  type?: string
  newBytes?: number | undefined
  /** How much of a running job is done, in per cent as the endpoint tells it. */
  percent?: string
  role?: string
  /** What deleting the backup is asked for with. */
  recoveryPoint?: string
}

/** Where the list goes on: with the token, or behind the last job it gave where the token has expired. */
export interface JobsCursor {
  token: string
  last: { id: string; created?: number | undefined }
}

const archivable = new Set(['COMPLETED', 'ISSUES', 'PARTIAL'])

/** Why no archive can be made of a job; nothing where it can. */
export function notArchivable({ state }: Pick<JobRow, 'state'>): string | undefined {
  return archivable.has(state) ? undefined : 'Archives are made of completed jobs; this one is not completed'
}
