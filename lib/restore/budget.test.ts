import { describe, expect, it } from 'vitest'
import { createSharedBudget } from './budget.ts'

const MiB = 1024 * 1024

describe('a shared budget', () => {
  it('gives each reader as much as the others, and all of it to one who is alone', () => {
    const memory = createSharedBudget(16 * MiB, 12 * MiB)
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

  it('always allows one piece a reader, whatever slow readers hold', () => {
    const memory = createSharedBudget(4 * MiB, 4 * MiB)
    const readers = Array.from({ length: 16 }, () => memory.join())
    for (const reader of readers) expect(reader.tryTake(64 * MiB)).toBeDefined()
    for (const reader of readers) expect(reader.tryTake(1)).toBeUndefined()
  })

  it('lets the others have what a reader leaves', async () => {
    const memory = createSharedBudget(4 * MiB, 4 * MiB)
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
