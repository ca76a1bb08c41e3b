import { expect, it } from 'vitest'
import { causeWord, howItEnded, leftNothing } from './ended.ts'

it('a job left nothing where it ended without a backup, and only there', () => {
  const left = (state: string) => leftNothing(state)
  expect(['ABORTED', 'FAILED', 'EXPIRED'].every(left)).toBe(true)
  expect(['COMPLETED', 'ISSUES', 'PARTIAL', 'RUNNING', 'ABORTING', 'CREATED', 'PENDING', 'NEW'].some(left)).toBe(false)
})

it('is told by its cause, where an aborted job has one, else by its state', () => {
  expect(howItEnded({ state: 'ABORTED', abortCause: 'stopped' })).toBe('was stopped')
  expect(howItEnded({ state: 'ABORTED', abortCause: 'taken-over' })).toContain('the next job')
  expect(howItEnded({ state: 'ABORTED', abortCause: 'constructor' })).toBe('was given up')
  expect(howItEnded({ state: 'ABORTED' })).toBe('was given up')
  expect(howItEnded({ state: 'FAILED', abortCause: 'stopped' })).toBe('failed')
  expect(howItEnded({ state: 'EXPIRED' })).toContain('time')
})

it('has a word for what ended an aborted job, and for no other', () => {
  expect(causeWord({ state: 'ABORTED', abortCause: 'taken-over' })).toBe('Taken over')
  expect(causeWord({ state: 'ABORTED', abortCause: 'constructor' })).toBeUndefined()
  expect(causeWord({ state: 'ABORTED' })).toBeUndefined()
  expect(causeWord({ state: 'COMPLETED', abortCause: 'stopped' })).toBeUndefined()
})
