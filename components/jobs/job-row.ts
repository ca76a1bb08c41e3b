import type { CoverageFacts } from '../verification/coverage.ts'

/** A backup job as a plain value that crosses to the browser. Times are epoch milliseconds, sizes bytes. */
export interface JobRow {
  id: string
  /** The API's state, or ISSUES for a completed job that left something out. */
  state: string
  message?: string
  arn?: string
  resource: string
  type?: string
  vault?: string
  created?: number
  completed?: number
  objects?: number
  size?: number
  newBytes?: number
  /** What of it was hash-checked here. */
  verified?: CoverageFacts
  /** Something of it is known to be damaged. */
  damaged?: boolean
}

const archivable = new Set(['COMPLETED', 'ISSUES', 'PARTIAL'])

/** Why no archive can be made of a job; nothing where it can. */
export function notArchivable({ state }: Pick<JobRow, 'state'>): string | undefined {
  return archivable.has(state) ? undefined : 'Archives are made of completed jobs; this one is not completed'
}
