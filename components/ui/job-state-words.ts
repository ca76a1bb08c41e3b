import { causeWord } from '#lib/jobs/ended.ts'
import { awaitsConfirmation, type JudgedFacts } from '#lib/jobs/verdict.ts'

/** What a word for a job's state is made of. */
export type WordedFacts = Pick<JudgedFacts, 'state' | 'abortCause' | 'warning' | 'warningConfirmedAt'>

const words: Record<string, string> = {
  COMPLETED: 'Completed',
  ISSUES: 'With issues',
  RUNNING: 'Running',
  FAILED: 'Failed',
  ABORTED: 'Aborted',
  ABORTING: 'Aborting',
  PARTIAL: 'Partial',
  EXPIRED: 'Expired',
  CREATED: 'Created',
  PENDING: 'Pending',
}

/** A job's state as people say it: an aborted one by what ended it, a completed one with a warning as such. */
export function jobStateWord(job: WordedFacts): string {
  if (awaitsConfirmation(job)) return 'Needs a look'
  const { state } = job
  return causeWord(job) ?? words[state] ?? state.charAt(0) + state.slice(1).toLowerCase()
}
