import { describe, expect, it } from 'vitest'
import { createAnswerBudget } from './answer-budget.ts'

const MiB = 2 ** 20
const never = new AbortController().signal

function open() {
  const clock = { now: 0 }
  const budget = createAnswerBudget({ total: 128 * MiB, patience: 1, now: () => clock.now })
  const cut: string[] = []
  /** An answer whose reader takes it slowly; one that is cut has ended. */
  async function slowAnswer(name: string, bytes: number) {
    const answer = budget.begin(never, () => {
      cut.push(name)
      answer.end()
    })
    await answer.reserve(bytes)
    return answer
  }
  return { clock, cut, slowAnswer }
}

describe('room for answers', () => {
  it('R01 is refused, to be asked for again, while slow readers have it all', async () => {
    const { slowAnswer, cut } = open()
    const first = await slowAnswer('first', 64 * MiB)
    await slowAnswer('second', 64 * MiB)
    await expect(slowAnswer('third', MiB)).rejects.toMatchObject({ name: 'ThrottlingException', status: 429 })
    expect(cut).toEqual([])
    first.end()
    await slowAnswer('fourth', 64 * MiB)
  })

  it('R01 is taken from readers slower than 110 KiB/s once somebody needs it', async () => {
    const { clock, slowAnswer, cut } = open()
    await slowAnswer('large', 100 * MiB)
    await slowAnswer('small', 28 * MiB)
    clock.now = 30_000 + (28 * 1024 * 1000) / 110
    await slowAnswer('next', 28 * MiB)
    expect(cut).toEqual(['small'])
  })

  it('is left to slow readers while nobody needs it', async () => {
    const { clock, slowAnswer, cut } = open()
    await slowAnswer('one', 32 * MiB)
    clock.now = 24 * 3_600_000
    await slowAnswer('two', 32 * MiB)
    expect(cut).toEqual([])
  })

  it('comes back once, however often it is said', async () => {
    const { slowAnswer } = open()
    const one = await slowAnswer('one', 64 * MiB)
    await slowAnswer('two', 64 * MiB)
    one.end()
    one.end()
    await slowAnswer('three', 64 * MiB)
    await expect(slowAnswer('four', 64 * MiB)).rejects.toMatchObject({ name: 'ThrottlingException' })
  })
})
