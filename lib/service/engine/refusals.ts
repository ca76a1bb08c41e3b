import { dataAlreadyExists, illegalArgument, resourceNotFound, type ServiceError } from '../errors.ts'
import type { JobState, Refusal } from '../index-store.ts'

/** A refusal of the index as the nine operations and their extensions tell it. */
export function refused(refusal: Refusal): ServiceError {
  switch (refusal.reason) {
    case 'job-unknown':
      return unknownJob()
    case 'job-ended':
      return endedJob(refusal.state)
    case 'upload-unknown':
      return unknownUpload()
    case 'upload-completed':
      return illegalArgument(
        `The upload is complete already, with other arguments; its checksum is ${refusal.checksum}`,
      )
    case 'uploads-open':
      return openUploads(refusal.count, refusal.name)
    case 'object-unknown':
      return resourceNotFound('The job has no object of this name')
    case 'object-exists':
      return dataAlreadyExists('An object of this name exists already', summary(refusal.checksum))
    case 'chunk-exists':
      return existingChunk(refusal.checksum)
    case 'chunk-gap':
      return missingIndex(refusal.index)
    case 'checksum-differs':
      return wrongSummary(refusal.actual)
    case 'timeline-busy':
    case 'job-unfinished':
    case 'token-taken':
      return illegalArgument(`Another job stands in the way: ${refusal.jobId}`)
  }
}

/** Throws what a refused outcome means. */
export function unrefused<T extends { ok: true }>(outcome: T | { ok: false; refusal: Refusal }): T {
  if (outcome.ok) return outcome
  throw refused(outcome.refusal)
}

export const unknownJob = () => resourceNotFound('There is no such job')
export const unknownUpload = () => resourceNotFound('There is no such open upload in this job')
export const endedJob = (state: JobState) => illegalArgument(`The job is ${state}, not RUNNING`)
export const existingChunk = (checksum: string) =>
  dataAlreadyExists('Another chunk was stored at this index', { Checksum: checksum, ChecksumAlgorithm: 'SHA256' })
export const missingIndex = (index: number) => illegalArgument(`The chunk with index ${index} is missing`)
export const wrongSummary = (actual: string) =>
  illegalArgument(`The chunks have the SUMMARY checksum ${actual}, not the one given`)

function openUploads(count: number, name: string): ServiceError {
  const what =
    count === 1
      ? `The upload of "${name}" is not complete; complete it`
      : `${count} uploads of the job are not complete, "${name}" among them; complete them`
  return illegalArgument(`${what}, or commit with AbandonOpenUploads (\`thaw commit --abandon-open-uploads\`)`)
}

const summary = (checksum: string) => ({ Checksum: checksum, ChecksumAlgorithm: 'SUMMARY' })
