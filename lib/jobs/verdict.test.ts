import { describe, expect, it } from 'vitest'
import { isGood, type JudgedFacts, verdictOf } from './verdict.ts'

const whole = { objects: 2, bytes: 20, totalObjects: 2, totalBytes: 20, oldestAt: 1, newestAt: 2 }
const completed: JudgedFacts = { state: 'COMPLETED', objects: 2, size: 20 }

describe('the verdict on a job', () => {
  it.each<[string, JudgedFacts, boolean]>([
    ['running', { state: 'CREATED' }, false],
    ['running', { state: 'RUNNING', damaged: true }, false],
    ['running', { state: 'ABORTING' }, false],
    ['stopped', { state: 'ABORTED', abortCause: 'stopped' }, false],
    ['aborted', { state: 'ABORTED', abortCause: 'taken-over' }, false],
    ['aborted', { state: 'ABORTED' }, false],
    ['failed', { state: 'FAILED' }, false],
    ['failed', { state: 'EXPIRED' }, false],
    ['failed', { state: 'PARTIAL', verified: whole }, false],
    ['failed', { state: 'A state to come' }, false],
    ['damaged', { ...completed, verified: whole, damaged: true }, false],
    ['damaged', { ...completed, damaged: true, warning: 'shrunk' }, false],
    ['needs-confirmation', { ...completed, verified: whole, warning: 'shrunk' }, false],
    ['verified', { ...completed, verified: whole, warning: 'shrunk', warningConfirmedAt: 1 }, true],
    ['never-verified', completed, true],
    ['never-verified', { ...completed, verified: { ...whole, objects: 0, bytes: 0 } }, true],
    ['never-verified', { state: 'ISSUES' }, true],
    ['verification-unknown', { ...completed, recordsSince: 1 }, true],
    ['verified', { ...completed, recordsSince: 1, verified: whole }, true],
    ['damaged', { ...completed, recordsSince: 1, damaged: true }, false],
    ['partly-verified', { ...completed, verified: { ...whole, objects: 1 } }, true],
    ['partly-verified', { ...completed, verified: { ...whole, bytes: 19 } }, true],
    ['verified', { ...completed, verified: whole }, true],
    ['verified', { ...completed, verified: { ...whole, totalObjects: null, totalBytes: null } }, true],
    ['verified', { ...completed, verified: { ...whole, objects: 0, bytes: 0, totalObjects: 0, totalBytes: 0 } }, true],
  ])('is %s of %o', (verdict, facts, good) => {
    expect(verdictOf(facts)).toBe(verdict)
    expect(isGood(facts)).toBe(good)
  })

  it('is not that it was verified where the endpoint does not tell how much it holds', () => {
    const part = { ...whole, totalObjects: null, totalBytes: null }
    expect(verdictOf({ state: 'COMPLETED', verified: part })).toBe('partly-verified')
    expect(verdictOf({ state: 'COMPLETED', size: 20, verified: part })).toBe('partly-verified')
  })
})
