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

/** What a job is worth in a word or two, for a line that has no room for more. */
export function jobWords({ state, verdict }: { state: string; verdict: Verdict }): string {
  const worth = words[verdict] ?? jobStateWord({ state }).toLowerCase()
  return state === 'ISSUES' ? `with issues, ${worth}` : worth
}
