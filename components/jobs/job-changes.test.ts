import { describe, expect, it } from 'vitest'
import { changeOf, confirmations, isConfirmed } from './job-changes.ts'

describe('what may be done to a job', () => {
  it('follows from its state', () => {
    expect(changeOf({ state: 'RUNNING' })).toEqual({ change: 'stop' })
    expect(changeOf({ state: 'ISSUES' })).toEqual({ change: 'delete' })
    expect(changeOf({ state: 'ABORTING' }).refused).toContain('already')
    expect(changeOf({ state: 'FAILED' }).refused).toContain('no backup')
  })

  it('is confirmed by the name of its resource or the end of its id, never by nothing', () => {
    const job = { id: '0d5c-1234-abcdef99', resource: 'ada:/home' }
    expect(confirmations(job)).toEqual(['ada:/home', 'abcdef99'])
    expect(['ada:/home', ' abcdef99 ', 'ada', ''].map((typed) => isConfirmed(job, typed))).toEqual([
      true,
      true,
      false,
      false,
    ])
    expect(isConfirmed({ id: 'x', resource: '' }, '')).toBe(false)
  })
})
