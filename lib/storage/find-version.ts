import { RefusedError } from '#lib/failure/refused-error.ts'
import type { ObjectSource, SourceObject } from './source.ts'

export interface AskedObject {
  jobId: string
  name: string
  /** SUMMARY of the version that was looked at. */
  checksum?: string | undefined
}

/**
 * The object that is asked for, in the version that is asked for.
 *
 * @throws {RefusedError} 404: there is none of this name; 412: it was replaced.
 */
export async function findVersion(
  source: ObjectSource,
  { jobId, name, checksum }: AskedObject,
  signal: AbortSignal,
): Promise<SourceObject> {
  const found = await source.find(jobId, name, signal)
  if (!found) throw new RefusedError(404, 'ObjectNotFound', 'This job has no object of this name.')
  if (checksum !== undefined && checksum !== found.checksum)
    throw new RefusedError(412, 'ObjectReplaced', 'This object was replaced since you looked at it. Reload the page.')
  return found
}
