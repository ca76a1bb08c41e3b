import type { EndedFacts } from '#lib/jobs/ended.ts'
import type { Verdict } from '#lib/jobs/verdict.ts'
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
