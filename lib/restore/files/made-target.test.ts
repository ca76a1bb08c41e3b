import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { comparable, dir } from './entries.testing.ts'
import { type RestoreEntry, type RestoreOptions, restoreFiles } from './restore-files.ts'

let base: string
let target: string
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'thaw-target-'))
  target = join(base, 'parent/target')
})
afterEach(() => rmSync(base, { recursive: true, force: true }))

const itself = { mode: 0o751, mtime: 1_700_000_000_123_456_789n }

async function restore(entries: RestoreEntry[], options: Partial<RestoreOptions> = {}) {
  const source = (async function* () {
    yield* entries
  })()
  return restoreFiles(source, { directory: target, signal: new AbortController().signal, ...options })
}
const mode = (path = target) => statSync(path).mode & 0o7777

describe('a target that a restore makes', () => {
  it('is its owner’s alone where nobody knows how it was; its parents are as the system makes folders', async () => {
    expect(await restore([comparable('a'), dir('d/')])).toBe('private')
    expect([mode(), mode(join(target, '..'))]).toEqual([0o700, 0o777 & ~process.umask()])
  })

  it('gets the looks of the folder that was backed up, when all is restored', async () => {
    const meanwhile = comparable('a', 'content', {
      async *read() {
        expect(mode()).toBe(0o700)
        yield Buffer.from('content')
      },
    })
    expect(await restore([meanwhile, dir('d/')], { itself })).toBe('as backed up')
    expect(mode()).toBe(0o751)
    expect(statSync(target, { bigint: true }).mtimeNs).toBe(itself.mtime)
  })

  it('stays its owner’s alone where the restore does not come to its end, until one that goes on does', async () => {
    const gone = comparable('a', 'content', {
      // biome-ignore lint/correctness/useYield: it fails before the first byte
      async *read() {
        throw Object.assign(new Error('the service went away'), { retryable: true })
      },
    })
    await expect(restore([gone], { itself })).rejects.toThrow('the service went away')
    expect(mode()).toBe(0o700)
    expect(await restore([comparable('a')], { itself })).toBe('as backed up')
    expect(mode()).toBe(0o751)
  })
})

it('a target that was there keeps its looks', async () => {
  mkdirSync(target, { recursive: true })
  chmodSync(target, 0o710)
  expect(await restore([comparable('a')], { itself, overwrite: true })).toBe('found')
  expect(mode()).toBe(0o710)
})
