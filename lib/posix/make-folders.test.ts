import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { makeFolders } from './make-folders.ts'

it('makes a folder with its parents, once', () => {
  const base = mkdtempSync(join(tmpdir(), 'thaw-folders-'))
  try {
    const folder = join(base, 'a/b')
    expect([makeFolders(folder, 0o700), makeFolders(folder, 0o700)]).toEqual([true, false])
    expect(statSync(join(base, 'a')).mode & 0o777).toBe(0o700)
  } finally {
    rmSync(base, { recursive: true })
  }
})

it.runIf(existsSync('/proc/self'))('gives up where the system makes no folders', () => {
  expect(() => makeFolders('/proc/nothing/more')).toThrow(expect.objectContaining({ code: 'ENOENT' }))
})
