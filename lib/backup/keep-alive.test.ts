import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { keepAlive } from './keep-alive.ts'

const minute = 60_000

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

it('renews every five minutes in which nothing was written, until it is disposed', async () => {
  const renew = vi.fn(async () => {})
  {
    using alive = keepAlive(renew)
    await vi.advanceTimersByTimeAsync(4 * minute)
    alive.wrote()
    await vi.advanceTimersByTimeAsync(4 * minute)
    expect(renew).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(11 * minute)
    expect(renew).toHaveBeenCalledTimes(3)
  }
  await vi.advanceTimersByTimeAsync(60 * minute)
  expect(renew).toHaveBeenCalledTimes(3)
})

it('goes on after a renewal that failed', async () => {
  const renew = vi.fn(() => Promise.reject(new Error('no connection')))
  using _ = keepAlive(renew)
  await vi.advanceTimersByTimeAsync(10 * minute)
  expect(renew).toHaveBeenCalledTimes(2)
})
