import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { KeyedSharedLock } from './keyed-shared-lock.ts'

/** A task that notes when it begins and ends, and ends when it is told to. */
function task(notes: string[], name: string) {
  const { promise, resolve } = Promise.withResolvers<void>()
  const run = async () => {
    notes.push(`${name} begins`)
    await promise
    notes.push(`${name} ends`)
  }
  return { run, end: resolve }
}

it('runs sharers side by side, and one that is alone after all before it and before all behind it', async () => {
  const lock = new KeyedSharedLock()
  const notes: string[] = []
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => task(notes, name))
  const all = [lock.share('k', a!.run), lock.share('k', b!.run), lock.alone('k', c!.run), lock.share('k', d!.run)]
  await setImmediate()
  expect(notes).toEqual(['a begins', 'b begins'])
  b!.end()
  d!.end()
  a!.end()
  await setImmediate()
  expect(notes.slice(2)).toEqual(['b ends', 'a ends', 'c begins'])
  c!.end()
  await Promise.all(all)
  expect(notes.slice(5)).toEqual(['c ends', 'd begins', 'd ends'])
})

it('goes on behind a task that failed, and lets other keys alone', async () => {
  const lock = new KeyedSharedLock()
  const failed = lock.alone('k', () => Promise.reject(new Error('no')))
  const next = lock.share('k', async () => 'next')
  await expect(failed).rejects.toThrow('no')
  expect(await next).toBe('next')
  const waiting = lock.alone('k', () => new Promise(() => {}))
  expect(await lock.alone('other', async () => 'other')).toBe('other')
  expect(waiting).toBeInstanceOf(Promise)
})
