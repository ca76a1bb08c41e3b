import { readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { temporaryFolder } from '../chunks/testing.ts'
import { temporaryName } from '../data-folder/temporary-files.ts'
import { type MaintenanceStep, runStep, startMaintenance } from './maintenance.ts'
import { garbageCollection, requestExpiry, temporaryFileSweep } from './steps.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

function logged() {
  const lines: string[] = []
  const log = {
    info: (facts: object, message: string) => void lines.push(`${message} ${Reflect.get(facts, 'step')}`),
    error: (facts: object, message: string) => void lines.push(`${message} ${Reflect.get(facts, 'step')}`),
  }
  return { lines, log }
}

it('runs each step on its own timer, one run after another', async () => {
  const runs: string[] = []
  const step = (name: string, everyMs: number): MaintenanceStep => ({
    name,
    everyMs,
    run: async () => {
      runs.push(name)
      return { done: 1 }
    },
  })
  const { lines, log } = logged()
  await using _ = startMaintenance([step('often', 1000), step('seldom', 2500)], log)
  expect(runs).toEqual([])
  await vi.advanceTimersByTimeAsync(3000)
  expect(runs).toEqual(['often', 'often', 'seldom', 'often'])
  expect(lines).toContain('Maintenance done seldom')
})

it('a step that fails is reported and tried again', async () => {
  let calls = 0
  const failing: MaintenanceStep = {
    name: 'failing',
    everyMs: 10,
    run: async () => {
      calls++
      throw new Error('busy')
    },
  }
  const { lines, log } = logged()
  await using _ = startMaintenance([failing], log)
  await vi.advanceTimersByTimeAsync(25)
  expect(calls).toBe(2)
  expect(lines).toEqual(['Maintenance failed failing', 'Maintenance failed failing'])
  expect(await runStep(failing, new AbortController().signal)).toMatchObject({
    step: 'failing',
    error: new Error('busy'),
  })
})

it('disposing aborts the step that runs, waits for it, and starts no other', async () => {
  const events: string[] = []
  const slow: MaintenanceStep = {
    name: 'slow',
    everyMs: 10,
    run: (signal) =>
      new Promise((resolve) => {
        events.push('started')
        signal.addEventListener('abort', () => {
          events.push('aborted')
          resolve({})
        })
      }),
  }
  const maintenance = startMaintenance([slow], logged().log)
  await vi.advanceTimersByTimeAsync(10)
  await maintenance[Symbol.asyncDispose]()
  await vi.advanceTimersByTimeAsync(1000)
  expect(events).toEqual(['started', 'aborted'])
})

it('collects garbage with a day of grace', async () => {
  const inputs: object[] = []
  const engine = {
    collectGarbage: async (input: object) => {
      inputs.push(input)
      return { ChunkCount: 3, ByteCount: 4096 }
    },
  }
  const step = garbageCollection(engine)
  expect(await step.run(new AbortController().signal)).toEqual({ chunks: 3, bytes: 4096 })
  expect(inputs).toEqual([{ GraceSeconds: 86_400 }])
  expect(step.everyMs).toBe(3_600_000)
})

it('sweeps what other processes left at once, what this one left after a day', async () => {
  await using folder = await temporaryFolder()
  const [fresh, old] = [temporaryName(), temporaryName()]
  for (const name of [fresh, old, 'of-another-process']) await writeFile(join(folder.path, name), '12345')
  const twoDaysAgo = Date.now() / 1000 - 2 * 86_400
  await utimes(join(folder.path, old), twoDaysAgo, twoDaysAgo)
  expect(await temporaryFileSweep(folder.path).run(new AbortController().signal)).toEqual({ files: 2, bytes: 10 })
  expect(await readdir(folder.path)).toEqual([fresh])
})

it('forgets requests five minutes after their signatures have become invalid, slice by slice', async () => {
  const asked: number[] = []
  const index = {
    forgetRequests: async ({ signedBefore }: { signedBefore: number }) => {
      asked.push(signedBefore)
      return { more: asked.length < 3 }
    },
  }
  const step = requestExpiry(index, { validMs: 15 * 60_000, clock: () => 20 * 60_000 + 7 })
  expect(await step.run(new AbortController().signal)).toEqual({ calls: 3 })
  expect(asked).toEqual([7, 7, 7])
})
