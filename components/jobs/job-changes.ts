import { isComplete, isOpen } from '#lib/jobs/verdict.ts'
import type { Asked } from '../ui/answered.ts'
import type { JobRow } from './job-row.ts'

/**
 * What can be done to a job: a running one is stopped, or committed as it stands; a backup is deleted, or its warning
 * confirmed.
 */
export type JobChange = 'stop' | 'commit' | 'delete' | 'confirm'

/** What a change would take away, or make of it. */
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
  /** The job as it is now, with what only an answer about it alone has. */
  describe: (jobId: string) => Asked<{ job: JobRow }>
  look: (jobId: string) => Asked<Consequences>
  stop: (jobId: string) => Asked<ChangedJob>
  /** @param abandon drop the uploads that were never completed; else they keep it from being committed. */
  commit: (jobId: string, abandon: boolean) => Asked<ChangedJob>
  confirm: (jobId: string) => Asked<ChangedJob>
  /** `typed`: what was typed to confirm it, where that is asked for. */
  remove: (jobId: string, typed: string) => Asked<ChangedJob>
}

/** Which changes a job may meet, and why not where it may not. A warning is confirmed where it is told. */
export function changesOf(job: Pick<JobRow, 'state' | 'resumable' | 'objects'>): MayChange[] {
  const { state } = job
  if (state === 'ABORTING') return [{ change: 'stop', refused: 'The job is being given up already' }]
  if (isOpen(state)) return [...(isCommittable(job) ? [{ change: 'commit' as const }] : []), { change: 'stop' }]
  if (isComplete(state) || state === 'PARTIAL') return [{ change: 'delete' }]
  return [{ change: 'delete', refused: 'The job left no backup that could be deleted' }]
}

interface MayChange {
  change: JobChange
  refused?: string
}

/**
 * Whether a person has to commit a job for its writer. One that begins again by itself is to be left alone, and an
 * endpoint that does not count objects has no such operation.
 */
function isCommittable({ state, resumable, objects }: Pick<JobRow, 'state' | 'resumable' | 'objects'>): boolean {
  return state === 'RUNNING' && !resumable && objects !== undefined
}

/** What has to be typed to delete the newest good backup: the resource's name or the last characters of the job's id. */
export function confirmations({ id, resource }: Pick<JobRow, 'id' | 'resource'>): string[] {
  return [resource.trim(), id.slice(-8)].filter(Boolean)
}

export function isConfirmed(job: Pick<JobRow, 'id' | 'resource'>, typed: string): boolean {
  return confirmations(job).includes(typed.trim())
}
