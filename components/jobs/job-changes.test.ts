import { describe, expect, it } from 'vitest'
import { changesOf, confirmations, isConfirmed } from './job-changes.ts'

describe('what may be done to a job', () => {
  it('follows from its state', () => {
    expect(changesOf({ state: 'RUNNING' })).toEqual([{ change: 'stop' }])
    expect(changesOf({ state: 'ISSUES' })).toEqual([{ change: 'delete' }])
    expect(changesOf({ state: 'ABORTING' })[0]?.refused).toContain('already')
    expect(changesOf({ state: 'FAILED' })[0]?.refused).toContain('no backup')
  })

  it('a running job is committed by hand only where its writer does not begin again by itself', () => {
    const running = { state: 'RUNNING', objects: 3 }
    expect(changesOf(running).map(({ change }) => change)).toEqual(['commit', 'stop'])
    expect(changesOf({ ...running, resumable: true })).toEqual([{ change: 'stop' }])
    expect(changesOf({ ...running, state: 'PENDING' })).toEqual([{ change: 'stop' }])
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
