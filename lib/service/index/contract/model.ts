import { expect, it } from 'vitest'
import { type ModelRun, runModel } from '../model.testing.ts'
import { orphanSet } from '../testing.ts'
import type { OpenIndex } from './index.ts'

const SEQUENCES = 256
const STEPS = 40
/** At once: they share commits. */
const PARALLEL = 32

export function describeModel(open: OpenIndex, seed: number): void {
  it(`agrees with a full map of every job over ${SEQUENCES} random histories (seed ${seed})`, async () => {
    await using index = await open()
    const runs: ModelRun[] = []
    let next = 0
    async function work(): Promise<void> {
      while (next < SEQUENCES) {
        const sequence = seed + next++
        try {
          runs.push(await runModel(index, sequence, STEPS))
        } catch (error) {
          throw new Error(`The sequence with seed ${sequence} went wrong: ${(error as Error).message}`, {
            cause: error,
          })
        }
      }
    }
    await Promise.all(Array.from({ length: PARALLEL }, work))

    const orphans = await orphanSet(index)
    const expected = runs.flatMap(({ brought, reachable }) =>
      Array.from(brought).filter((chunk) => !reachable.has(chunk)),
    )
    expect(orphans).toEqual(new Set(expected))
    expect(expected.length).toBeGreaterThan(SEQUENCES)
  })
}
