import type { CountedCoverage } from './verification.ts'
import type { Finding, Walked } from './walked.ts'

/** waiting: for its turn; running: also after a crash, until a process goes on with it. */
export type VerificationState = 'waiting' | 'running' | 'paused' | 'done' | 'cancelled' | 'failed'

/** What is verified: one object, or what begins with a prefix ('' for the whole job). */
export interface VerificationScope {
  jobId: string
  prefix: string
  name: string | null
}

/**
 * How far a verification is. `objects` to `damagedBytes` count what is done up to `position`, in the order of names;
 * `ahead…` what is done behind it, which is done again after a restart. Bytes are bytes of objects, each object's own.
 */
export interface VerificationProgress {
  position: string | null
  objects: number
  bytes: number
  /** Distinct chunks read, as far as memory goes. */
  chunks: number
  /** Objects whose content was verified recently enough. */
  skippedObjects: number
  damagedObjects: number
  damagedBytes: number
  aheadObjects: number
  aheadBytes: number
  /** When the content verified longest ago was. */
  oldestAt: number | null
  /** Bytes a second, lately. */
  rate: number | null
}

/** Times are milliseconds since 1970. */
export interface Verification extends VerificationScope, VerificationProgress {
  id: string
  endpoint: string
  /** Contents verified since then are not read again; null: everything is read. */
  since: number | null
  state: VerificationState
  /** Of what is to be verified, once that has been counted. */
  totalObjects: number | null
  totalBytes: number | null
  /** Why it failed, or what it waits for while it runs. */
  note: string | null
  createdAt: number
  startedAt: number | null
  updatedAt: number
  finishedAt: number | null
}

/** `healed`: a later read of the chunk, or of the object, found it whole. */
export type ListedFinding = Finding & { seq: number; healed: boolean }

/** A verification that was not a task of the dashboard. Times are milliseconds since 1970. */
export interface EndedVerification {
  id: string
  endpoint: string
  scope: VerificationScope
  state: 'done' | 'cancelled'
  findings: readonly Finding[]
  progress: VerificationProgress
  /** The job was still being written: what it has in common with others is not asked. */
  mayChange: boolean
  startedAt: number
  endedAt: number
}

export interface VerificationTasks {
  /** Puts it in line. @returns it, or one of the same scope that runs or waits, in whose place there is no other then. */
  create(
    task: VerificationScope & { id: string; endpoint: string; since: number | null; createdAt: number },
  ): Promise<Verification>
  /** One that has ended already, elsewhere than in line, with what it found. */
  addEnded(ended: EndedVerification): Promise<void>
  find(id: string): Promise<Verification | undefined>
  /** Running and waiting ones first, then the newest first. */
  list(query: { endpoint: string; jobId?: string | undefined; limit: number }): Promise<Verification[]>
  /**
   * Makes the one to work on the caller's own, which then runs: one whose owner is gone, or who has waited longest. Nobody
   * else is given it as long as the caller is there.
   */
  claim(endpoint: string, now: number): Promise<Verification | undefined>
  /** Moves it on from one of `from`. @returns whether it was in one of them. */
  move(
    id: string,
    from: readonly VerificationState[],
    to: { state: VerificationState; note?: string | null; now: number },
  ): Promise<boolean>
  /**
   * Keeps what a walk told and how far it is then, in one write.
   *
   * @returns its state; undefined where it is not the caller's own (any more): then nothing was written.
   */
  advance(
    id: string,
    walked: Walked,
    progress: VerificationProgress,
    now: number,
  ): Promise<VerificationState | undefined>
  /** The same of a walk that came to its end: if the task still runs it is done, and `coverage` holds for the job. */
  finish(
    id: string,
    walked: Walked,
    end: { progress: VerificationProgress; coverage: CountedCoverage | undefined; now: number },
  ): Promise<void>
  counted(id: string, total: { objects: number; bytes: number }): Promise<void>
  note(id: string, note: string | null, now: number): Promise<void>
  countFindings(id: string): Promise<{ found: number; open: number }>
  /** In the order they were found; `after` is the last one seen. */
  findings(id: string, page: { limit: number; after?: number | undefined }): Promise<ListedFinding[]>
}
