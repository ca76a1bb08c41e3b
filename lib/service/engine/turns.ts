import type { JobRecord } from '../index-store.ts'
import { KeyedLock } from '../keyed-lock.ts'
import { KeyedSharedLock } from '../keyed-shared-lock.ts'

type Timeline = Pick<JobRecord, 'vault' | 'resourceArn'>

/**
 * Who waits for whom, so that records and index tell the same story: what is asked of the index in a turn still holds
 * when the record is written and the row is committed. A record is then written only for what is not refused, and
 * records follow one another as rows do.
 */
export interface Turns {
  /** Begins a job of the timeline. */
  start<T>(timeline: Timeline & { token?: string | undefined }, task: () => Promise<T>): Promise<T>
  /** Ends a job of the timeline: nothing is written to it meanwhile. */
  job<T>(timeline: Timeline, task: () => Promise<T>): Promise<T>
  /** Begins an upload of a running job. */
  upload<T>(job: JobRecord, task: () => Promise<T>): Promise<T>
  /** Writes one object of a running job; other names are written beside it. */
  object<T>(job: JobRecord, name: string, task: () => Promise<T>): Promise<T>
  /** Adds a chunk to an upload, beside other chunks. */
  chunk<T>(job: JobRecord, uploadId: string, task: () => Promise<T>): Promise<T>
  /** Makes an upload an object: no chunk joins it meanwhile. Inside the turn of the object. */
  completion<T>(uploadId: string, task: () => Promise<T>): Promise<T>
}

export function createTurns(): Turns {
  const timelines = new KeyedSharedLock()
  const names = new KeyedLock()
  const tokens = new KeyedLock()
  const uploads = new KeyedSharedLock()
  const key = ({ vault, resourceArn }: Timeline) => JSON.stringify([vault, resourceArn])

  return {
    start({ token, ...timeline }, task) {
      const begin = () => timelines.alone(key(timeline), task)
      // A token counts in all timelines.
      return token === undefined ? begin() : tokens.run(token, begin)
    },
    upload: (job, task) => timelines.share(key(job), task),
    job: (timeline, task) => timelines.alone(key(timeline), task),
    object: (job, name, task) => timelines.share(key(job), () => names.run(JSON.stringify([job.id, name]), task)),
    chunk: (job, uploadId, task) => timelines.share(key(job), () => uploads.share(uploadId, task)),
    completion: (uploadId, task) => uploads.alone(uploadId, task),
  }
}
