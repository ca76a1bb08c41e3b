import { expect, it } from 'vitest'
import { jobStateWord } from '../ui/job-state-words.ts'
import { jobWords } from './job-words.ts'

it('calls an aborted job what its state is called elsewhere', () => {
  for (const abortCause of ['failed', 'taken-over', 'lapsed', undefined]) {
    const job = { state: 'ABORTED', abortCause }
    expect(jobWords({ ...job, verdict: 'aborted' })).toBe(jobStateWord(job).toLowerCase())
  }
  expect(jobWords({ state: 'ABORTED', abortCause: 'lapsed', verdict: 'aborted' })).toBe('lapsed')
})
