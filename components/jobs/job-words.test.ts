import { expect, it } from 'vitest'
import { jobStateWord } from '../ui/job-state-words.ts'
import { jobOption, jobWords, type WordedJob } from './job-words.ts'

it('calls an aborted job what its state is called elsewhere', () => {
  for (const abortCause of ['failed', 'taken-over', 'lapsed', undefined]) {
    const job = { state: 'ABORTED', abortCause }
    expect(jobWords({ ...job, verdict: 'aborted' })).toBe(jobStateWord(job).toLowerCase())
  }
  expect(jobWords({ state: 'ABORTED', abortCause: 'lapsed', verdict: 'aborted' })).toBe('lapsed')
})

it.each<[WordedJob, string]>([
  [{ state: 'COMPLETED', abortCause: undefined, verdict: 'damaged' }, 'Damaged: 28 Nov'],
  [{ state: 'COMPLETED', abortCause: undefined, verdict: 'needs-confirmation' }, 'Needs a look: 28 Nov'],
  [{ state: 'ISSUES', abortCause: undefined, verdict: 'verified' }, 'With issues, verified: 28 Nov'],
  [{ state: 'ABORTED', abortCause: 'stopped', verdict: 'stopped' }, 'Stopped: 28 Nov'],
  [{ state: 'COMPLETED', abortCause: undefined, verdict: 'verified' }, '28 Nov, verified'],
  [{ state: 'COMPLETED', abortCause: undefined, verdict: 'never-verified' }, '28 Nov, never verified'],
])('of a choice of jobs, what somebody has to know stands in front: %j', (job, option) => {
  expect(jobOption(job, '28 Nov')).toBe(option)
})
