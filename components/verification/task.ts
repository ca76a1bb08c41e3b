import type { Asked } from '../ui/answered.ts'

/** A verification as it stands. Bytes are bytes of objects, times milliseconds since 1970. */
export interface VerificationTask {
  id: string
  jobId: string
  /** What it reads: one object, or what begins with the prefix ('' for the whole job). */
  prefix: string
  name: string | null
  state: 'waiting' | 'running' | 'paused' | 'done' | 'cancelled' | 'failed'
  objects: number
  bytes: number
  totalObjects: number | null
  totalBytes: number | null
  damagedObjects: number
  /** Findings, and those of them that still hold. */
  found: number
  open: number
  /** Bytes a second, lately. */
  rate: number | null
  secondsLeft: number | undefined
  note: string | null
  startedAt: number | null
  finishedAt: number | null
}

/** Damage to one object, as a verification found it. */
export interface FindingRow {
  seq: number
  object: string
  /** -1: the list of chunks; -2: the metadata. */
  chunkIndex: number
  chunkOffset: number | null
  /** SHA-256 the chunk should have, base64. */
  checksum: string | null
  reason: string
  healed: boolean
}

export interface VerificationActions {
  start: (asked: { jobId: string; prefix?: string; name?: string }) => Asked<{ task: VerificationTask }>
  pause: (id: string) => Asked<{ task: VerificationTask }>
  resume: (id: string) => Asked<{ task: VerificationTask }>
  cancel: (id: string) => Asked<{ task: VerificationTask }>
  list: (jobId?: string) => Asked<{ tasks: VerificationTask[] }>
  findings: (id: string, after?: number) => Asked<{ rows: FindingRow[]; cursor: number; more: boolean }>
}

/** Whether it goes on by itself. */
export function isActive({ state }: Pick<VerificationTask, 'state'>): boolean {
  return state === 'running' || state === 'waiting'
}

/** How much of it is done, 0 to 1, once the whole has been counted. */
export function doneOf(task: Pick<VerificationTask, 'objects' | 'bytes' | 'totalObjects' | 'totalBytes'>) {
  if (task.totalBytes) return task.bytes / task.totalBytes
  return task.totalObjects ? task.objects / task.totalObjects : undefined
}

/** Under which the tasks of a job are known to queries; of all jobs without one. */
export function tasksKey(jobId?: string): readonly unknown[] {
  return jobId === undefined ? ['verifications'] : ['verifications', jobId]
}

/**
 * Under which it is noted that one was begun from this page. Its list may not have come alive by then: it begins with
 * what the server knew, and asks at once where this is noted.
 */
export function begunKey(jobId: string): readonly unknown[] {
  return ['begun verifications', jobId]
}
