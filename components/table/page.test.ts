import { describe, expect, it } from 'vitest'
import { failed } from '#lib/result.ts'
import { failureIn, readOrThrow } from './page.ts'

const failureOfRead = (read: Parameters<typeof readOrThrow>[0]) => readOrThrow(read, undefined).catch(failureIn)

describe('readOrThrow', () => {
  it('gives the page an action promised', async () => {
    const page = { ok: true as const, rows: [1, 2], cursor: 'next' }
    expect(await readOrThrow(async () => ({ page: Promise.resolve(page) }), undefined)).toBe(page)
  })

  it('throws the failure an action returned, as it is', async () => {
    const failure = failed('ThrottlingException', 'Slow down.', true)
    expect(await failureOfRead(async () => ({ page: Promise.resolve(failure) }))).toEqual(failure.error)
  })

  it('waits for a dashboard that does not answer, and asks for a reload after an upgrade', async () => {
    const lost = () => Promise.reject(new TypeError('Failed to fetch'))
    expect(await failureOfRead(lost)).toMatchObject({ code: 'Offline', retryable: true })
    const stale = () => Promise.reject(Object.assign(new Error(), { name: 'UnrecognizedActionError' }))
    expect(await failureOfRead(stale)).toMatchObject({ code: 'Upgraded', retryable: false })
  })

  it('does not show what an unknown error says', () => {
    expect(failureIn(new Error('secret'))?.message).not.toContain('secret')
    expect(failureIn(null)).toBeUndefined()
  })
})
