/** Which part of a job was hash-checked, and when. Times are milliseconds since 1970. */
export interface CoverageFacts {
  objects: number
  bytes: number
  /** Of the whole job, where that was counted; null: it was not, and the figures are a lower bound. */
  totalObjects: number | null
  totalBytes: number | null
  oldestAt: number
  newestAt: number
}

/** How much a job holds, as far as the endpoint tells it. */
export interface JobAmount {
  objects?: number | undefined
  /** Bytes. */
  size?: number | undefined
}

/** Whether no object and no byte is missing. */
export function isWhole(coverage: CoverageFacts, job: JobAmount): boolean {
  const objects = coverage.totalObjects ?? job.objects
  const bytes = coverage.totalBytes ?? job.size
  return objects !== undefined && bytes !== undefined && coverage.objects >= objects && coverage.bytes >= bytes
}

export type Verification = 'never-verified' | 'verification-unknown' | 'partly-verified' | 'verified'

/** How much of a job was read and found good. `recordsSince`: what is known begins after it completed. */
export function verificationOf(
  job: JobAmount & { verified?: CoverageFacts | undefined; recordsSince?: number | undefined },
): Verification {
  const { verified, recordsSince } = job
  if (!verified || (verified.objects === 0 && verified.totalObjects !== 0))
    return recordsSince === undefined ? 'never-verified' : 'verification-unknown'
  return isWhole(verified, job) ? 'verified' : 'partly-verified'
}

/** '100 %' only where nothing is missing; '≥' where the figures are a lower bound. */
export function coverageShare(coverage: CoverageFacts, job: JobAmount): string {
  const { objects, bytes, totalObjects, totalBytes } = coverage
  if (isWhole(coverage, job)) return '100 %'
  if (totalObjects !== null && totalBytes !== null)
    return `${Math.min(percent(bytes, totalBytes) ?? percent(objects, totalObjects) ?? 0, 99)} %`
  const least = percent(bytes, job.size)
  if (least === undefined) return 'partly'
  return least < 1 ? '< 1 %' : `≥ ${Math.min(least, 99)} %`
}

function percent(part: number, whole: number | undefined): number | undefined {
  return whole ? Math.floor((part / whole) * 100) : undefined
}
