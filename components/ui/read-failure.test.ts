import { describe, expect, it } from 'vitest'
import { failed } from '#lib/failure/result.ts'
import type { Asked } from './answered.ts'
import { answeredOrThrow, failureIn } from './read-failure.ts'

const failureOf = (asked: Asked<object>) => answeredOrThrow(asked).catch(failureIn)

describe('answeredOrThrow', () => {
  it('gives what an action promised', async () => {
    const page = { ok: true as const, rows: [1, 2], cursor: 'next' }
    expect(await answeredOrThrow(Promise.resolve({ page: Promise.resolve(page) }))).toBe(page)
  })

  it('throws the failure an action returned, as it is', async () => {
    const failure = failed('ThrottlingException', 'Slow down.', true)
    expect(await failureOf(Promise.resolve({ page: Promise.resolve(failure) }))).toEqual(failure.error)
  })

  it('waits for a dashboard that does not answer, and asks for a reload after an upgrade', async () => {
    const lost = () => Promise.reject(new TypeError('Failed to fetch'))
    expect(await failureOf(lost())).toMatchObject({ code: 'Offline', retryable: true })
    const stale = () => Promise.reject(Object.assign(new Error(), { name: 'UnrecognizedActionError' }))
    expect(await failureOf(stale())).toMatchObject({ code: 'Upgraded', retryable: false })
  })

  it('does not show what an unknown error says', () => {
    expect(failureIn(new Error('secret'))?.message).not.toContain('secret')
    expect(failureIn(null)).toBeUndefined()
  })
})
