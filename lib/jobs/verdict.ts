/**
 * What a job is worth as a backup, judged in one place for the pages and the command line.
 *
 * `verdictOf` takes what is known (`JobFacts`) and gives one of {@link Verdict}. It is never better than what is known: a
 * completed job of which nothing was read is 'never-verified', one with damage is 'damaged' whatever else was verified,
 * and one with a warning is not relied on until somebody has confirmed it.
 */
import { type Verification, verificationOf } from './coverage.ts'
import type { JobFacts } from './job-facts.ts'

/**
 * - running: it has not ended, or not begun
 * - stopped: somebody stopped it; there is no backup, and nothing failed
 * - aborted: given up and undone, by its writer or for another job
 * - failed: it ended and left no backup to rely on, or parts of one
 * - damaged: completed, and something of it is known to be damaged
 * - needs-confirmation: completed, with a warning that nobody has looked at
 * - never-verified, partly-verified, verified: completed, and how much of it was read and hash-checked
 * - verification-unknown: completed, not read since, and what was known of it before is forgotten
 */
export type Verdict = 'running' | 'stopped' | 'aborted' | 'failed' | 'damaged' | 'needs-confirmation' | Verification

export type JudgedFacts = Pick<JobFacts, 'state' | 'abortCause' | 'damaged' | 'warning' | 'warningConfirmedAt'> &
  Pick<JobFacts, 'verified' | 'recordsSince' | 'objects' | 'size'>

const completeStates = new Set(['COMPLETED', 'ISSUES'])
const openStates = new Set(['RUNNING', 'CREATED', 'PENDING', 'ABORTING'])
const goodVerdicts = new Set<Verdict>(['never-verified', 'verification-unknown', 'partly-verified', 'verified'])

/** Whether a job in this state has ended with a backup. That alone does not make it a good one: see {@link isGood}. */
export function isComplete(state: string): boolean {
  return completeStates.has(state)
}

/** Whether a job in this state has not ended. */
export function isOpen(state: string): boolean {
  return openStates.has(state)
}

/** Whether a job completed with a warning that nobody has looked at, whatever else is known of it. */
export function awaitsConfirmation({
  state,
  warning,
  warningConfirmedAt,
}: Pick<JobFacts, 'state' | 'warning' | 'warningConfirmedAt'>): boolean {
  return isComplete(state) && Boolean(warning) && warningConfirmedAt === undefined
}

export function verdictOf(job: JudgedFacts): Verdict {
  const { state, abortCause, damaged } = job
  if (isOpen(state)) return 'running'
  if (!isComplete(state)) {
    if (state !== 'ABORTED') return 'failed'
    return abortCause === 'stopped' ? 'stopped' : 'aborted'
  }
  if (damaged) return 'damaged'
  if (awaitsConfirmation(job)) return 'needs-confirmation'
  return verificationOf(job)
}

/** Whether a job of this verdict has ended with a backup to rely on. */
export function isGoodVerdict(verdict: Verdict): boolean {
  return goodVerdicts.has(verdict)
}

/** Whether a job is a backup to rely on: completed, without known damage, and without a warning left to look at. */
export function isGood(job: JudgedFacts): boolean {
  return isGoodVerdict(verdictOf(job))
}
