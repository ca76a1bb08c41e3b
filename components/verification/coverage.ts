/** Which part of a job was hash-checked, and when. Times are milliseconds since 1970. */
export interface CoverageFacts {
  objects: number
  bytes: number
  /** Of the whole job when it was last verified as a whole; null: never, and the figures are a lower bound. */
  totalObjects: number | null
  totalBytes: number | null
  oldestAt: number
  newestAt: number
}

/** '100 %' only where no byte is missing; '≥' where no verification counted the whole. `size`: bytes of the job. */
export function coverageShare(coverage: CoverageFacts, size: number | undefined): string {
  const { objects, bytes, totalObjects, totalBytes } = coverage
  if (totalObjects !== null && totalBytes !== null)
    return objects >= totalObjects && bytes >= totalBytes
      ? '100 %'
      : `${Math.min(percent(bytes, totalBytes) ?? percent(objects, totalObjects) ?? 0, 99)} %`
  const least = percent(bytes, size)
  if (least === undefined) return 'partly'
  if (least >= 100) return '100 %'
  return least < 1 ? '< 1 %' : `≥ ${least} %`
}

function percent(part: number, whole: number | undefined): number | undefined {
  return whole ? Math.floor((part / whole) * 100) : undefined
}
