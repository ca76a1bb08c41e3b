import { isComplete, isOpen } from '#lib/jobs/verdict.ts'
import type { Asked } from '../ui/answered.ts'
import type { JobRow } from './job-row.ts'

/** What can be done to a job: a running one is stopped, a good one deleted. */
export type JobChange = 'stop' | 'delete'

/** What a change would take away. */
export interface Consequences {
  /** The job as it is now. */
  job: JobRow
  /** No newer good backup of its resource is known; unknown where the endpoint does not say what it is a backup of. */
  newestGood: boolean
  /** Good backups of the resource in the vault besides it, and whether there may be more of them. */
  others: number
  more: boolean
  /** The newest of those. */
  next?: JobRow
}

/** How a job is after a change; no job where the endpoint has forgotten it. */
export interface ChangedJob {
  job?: JobRow
}

export interface JobChanges {
  look: (jobId: string) => Asked<Consequences>
  stop: (jobId: string) => Asked<ChangedJob>
  /** `typed`: what was typed to confirm it, where that is asked for. */
  remove: (jobId: string, typed: string) => Asked<ChangedJob>
}

/** Which change a job of this state may meet, and why not where it may meet none. */
export function changeOf({ state }: Pick<JobRow, 'state'>): { change: JobChange; refused?: string } {
  if (state === 'ABORTING') return { change: 'stop', refused: 'The job is being given up already' }
  if (isOpen(state)) return { change: 'stop' }
  if (isComplete(state) || state === 'PARTIAL') return { change: 'delete' }
  return { change: 'delete', refused: 'The job left no backup that could be deleted' }
}

/** What has to be typed to delete the newest good backup: the resource's name or the last characters of the job's id. */
export function confirmations({ id, resource }: Pick<JobRow, 'id' | 'resource'>): string[] {
  return [resource.trim(), id.slice(-8)].filter(Boolean)
}

export function isConfirmed(job: Pick<JobRow, 'id' | 'resource'>, typed: string): boolean {
  return confirmations(job).includes(typed.trim())
}
