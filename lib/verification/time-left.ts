import type { Verification } from '#lib/ledger/verification-tasks.ts'

/** An object costs time beside its bytes: about as much as these. */
const objectBytes = 64 * 1024

type Known = Pick<
  Verification,
  'state' | 'objects' | 'bytes' | 'aheadObjects' | 'aheadBytes' | 'totalObjects' | 'totalBytes' | 'rate' | 'startedAt'
>

/** Seconds a running verification will still take, where that can be known. */
export function secondsLeft(task: Known): number | undefined {
  const { state, totalObjects, totalBytes, rate } = task
  if (state !== 'running' || totalObjects === null || totalBytes === null || !rate) return undefined
  const bytes = Math.max(totalBytes - task.bytes - task.aheadBytes, 0)
  const objects = Math.max(totalObjects - task.objects - task.aheadObjects, 0)
  return bytes / rate + (objects * objectBytes) / Math.max(rate, objectBytes)
}
