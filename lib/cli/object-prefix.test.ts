import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { objectPrefix } from './object-prefix.ts'
import { type CommandLine, openCommandLine } from './service.testing.ts'

let here: CommandLine
beforeAll(async () => {
  here = await openCommandLine()
})
afterAll(() => here[Symbol.asyncDispose]())

describe('the prefix that is meant', () => {
  it.each([
    [undefined, ''],
    ['', ''],
    ['.', ''],
    ['./', ''],
    ['/', ''],
    ['doc', 'doc'],
    ['doc/', 'doc/'],
    ['./doc/', 'doc/'],
    ['/doc/', 'doc/'],
    ['doc/.', 'doc/'],
    ['.//doc', 'doc'],
    ['//doc//a', 'doc/a'],
    ['doc/./a', 'doc/a'],
    ['.hidden', '.hidden'],
    ['./.hidden', '.hidden'],
    ['doc/.h', 'doc/.h'],
    ['..', '..'],
    ['../x', '../x'],
    ['...', '...'],
  ])('by %j in a job of paths is %j', async (typed, prefix) => {
    const jobId = await aJob()
    expect(await objectPrefix(here.storage, { jobId, typed })).toBe(prefix)
  })

  it('is as typed where the job has names that begin so', async () => {
    const jobId = await here.store(['/doc/a', './doc/b', 'doc//c', 'doc/d'])
    const meant = (typed: string) => objectPrefix(here.storage, { jobId, typed })
    for (const typed of ['/', '/doc/', '/doc/a', './', './doc/', 'doc//', 'doc//c'])
      expect(await meant(typed)).toBe(typed)
    expect([await meant('/doc/d'), await meant('doc/./'), await meant('.')]).toEqual(['doc/d', 'doc/', ''])
  })
})

let job: Promise<string> | undefined
function aJob(): Promise<string> {
  job ??= here.store(['.hidden', 'doc/a'])
  return job
}
