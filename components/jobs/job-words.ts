import type { EndedFacts } from '#lib/jobs/ended.ts'
import { isGoodVerdict, type Verdict } from '#lib/jobs/verdict.ts'
import { jobStateWord } from '../ui/job-state-words.ts'

const words: Partial<Record<Verdict, string>> = {
  stopped: 'stopped',
  damaged: 'damaged',
  'needs-confirmation': 'needs a look',
  'never-verified': 'never verified',
  'verification-unknown': 'verification not known',
  'partly-verified': 'partly verified',
  verified: 'verified',
}

export type WordedJob = EndedFacts & { verdict: Verdict }

/** What a job is worth in a word or two, for a line that has no room for more. */
export function jobWords({ state, abortCause, verdict }: WordedJob): string {
  const worth = words[verdict] ?? jobStateWord({ state, abortCause }).toLowerCase()
  return state === 'ISSUES' ? `with issues, ${worth}` : worth
}

/**
 * A job as one of several to choose from. Where there is little room the end is cut off: what somebody has to know before
 * they rely on it stands in front of when it was made.
 */
export function jobOption(job: WordedJob, when: string): string {
  const words = jobWords(job)
  if (isGoodVerdict(job.verdict) && job.state !== 'ISSUES') return `${when}, ${words}`
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}: ${when}`
}
