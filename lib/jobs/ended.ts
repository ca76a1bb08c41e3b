import type { JobFacts } from './job-facts.ts'

/** What is told of a job that has ended. */
export type EndedFacts = Pick<JobFacts, 'state' | 'abortCause'>

const without = new Set(['ABORTED', 'FAILED', 'EXPIRED'])

/** Whether a job in this state has ended without a backup: nothing in it can be looked at, verified or downloaded. */
export function leftNothing(state: string): boolean {
  return without.has(state)
}

const byCause = new Map([
  ['stopped', 'was stopped'],
  ['failed', 'was given up by its writer'],
  ['taken-over', 'was ended by the next job of its resource'],
  ['lapsed', 'was given up: nobody had written to it for a while'],
  ['deleted', 'was deleted while it ran'],
])

const byState = new Map([
  ['ABORTED', 'was given up'],
  ['EXPIRED', 'did not end within its time'],
])

const causeWords = new Map([
  ['stopped', 'Stopped'],
  ['failed', 'Failed'],
  ['taken-over', 'Taken over'],
  ['lapsed', 'Lapsed'],
  ['deleted', 'Deleted'],
])

/** What ended an aborted job, in a word or two; nothing where that is not told. */
export function causeWord({ state, abortCause }: EndedFacts): string | undefined {
  return causeWords.get((state === 'ABORTED' && abortCause) || '')
}

/** How such a job ended, as what is said of it after its name: 'was stopped'. */
export function howItEnded({ state, abortCause }: EndedFacts): string {
  return byCause.get((state === 'ABORTED' && abortCause) || '') ?? byState.get(state) ?? 'failed'
}
