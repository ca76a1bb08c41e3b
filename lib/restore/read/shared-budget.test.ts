import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { createSharedBudget } from './shared-budget.ts'

const MiB = 1024 * 1024

describe('a shared budget', () => {
  it('gives each reader as much as the others, and all of it to one who is alone', () => {
    const memory = createSharedBudget({ total: 16 * MiB, each: 12 * MiB, most: 64 * MiB })
    const taken = (budget: ReturnType<typeof memory.join>) => {
      let count = 0
      while (budget.tryTake(MiB)) count++
      return count
    }
    const alone = memory.join()
    expect(taken(alone)).toBe(12)
    const second = memory.join()
    expect(taken(second)).toBe(8)
    expect(alone.tryTake(MiB)).toBeUndefined()
    second[Symbol.dispose]()
  })

  it('R11 allows one piece a reader, whatever slow readers hold', () => {
    const memory = createSharedBudget({ total: 4 * MiB, each: 4 * MiB, most: 1024 * MiB })
    const readers = Array.from({ length: 16 }, () => memory.join())
    for (const reader of readers) expect(reader.tryTake(64 * MiB)).toBeDefined()
    for (const reader of readers) expect(reader.tryTake(1)).toBeUndefined()
    expect(memory.held).toBe(1024 * MiB)
  })

  it('D11 never holds more than its most for however many readers: the others wait, and come in their turn', async () => {
    const memory = createSharedBudget({ total: 8 * MiB, each: 8 * MiB, most: 32 * MiB })
    const readers = Array.from({ length: 200 }, () => memory.join())
    const got: number[] = []
    const shares = readers.map(async (reader, i) => {
      const share = await reader.take(4 * MiB)
      got.push(i)
      return share
    })
    const early = await Promise.all(shares.slice(0, 8))
    expect(memory.held).toBe(32 * MiB)
    expect(got).toHaveLength(8)
    early[3]![Symbol.dispose]()
    expect(await shares[8]).toBeDefined()
    expect(got).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
    expect(memory.held).toBe(32 * MiB)
  })

  it('who leaves while waiting takes nothing, and keeps nobody from coming in', async () => {
    const memory = createSharedBudget({ total: 8 * MiB, each: 8 * MiB, most: 4 * MiB })
    const first = memory.join().tryTake(4 * MiB)!
    const leaving = new AbortController()
    const left = memory.join().take(4 * MiB, leaving.signal)
    const next = memory.join().take(4 * MiB)
    leaving.abort()
    await expect(left).rejects.toMatchObject({ name: 'AbortError' })
    first[Symbol.dispose]()
    expect(await next).toBeDefined()
    expect(memory.held).toBe(4 * MiB)
  })

  it('who leaves while waiting for much keeps nobody waiting who needs little', async () => {
    const memory = createSharedBudget({ total: 8 * MiB, each: 8 * MiB, most: 8 * MiB })
    const slow = memory.join().tryTake(4 * MiB)
    const leaving = new AbortController()
    const large = memory.join().take(64 * MiB, leaving.signal)
    const small = memory.join().take(2 * MiB)
    await setImmediate() // both stand in line
    leaving.abort()
    await expect(large).rejects.toMatchObject({ name: 'AbortError' })
    expect(await small).toBeDefined()
    expect([slow?.bytes, memory.held]).toEqual([4 * MiB, 6 * MiB])
  })

  it('lets the others have what a reader leaves', async () => {
    const memory = createSharedBudget({ total: 4 * MiB, each: 4 * MiB, most: 64 * MiB })
    const one = memory.join()
    const two = memory.join()
    const first = one.tryTake(2 * MiB)!
    const waiting = one.take(2 * MiB)
    two[Symbol.dispose]()
    first[Symbol.dispose]()
    await waiting
    expect(one.tryTake(2 * MiB)).toBeDefined()
  })
})
