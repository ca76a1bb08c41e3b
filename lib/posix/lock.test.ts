import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { tryLock } from './lock.ts'

it('a folder is locked by one at a time, until it is closed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'thaw-lock-'))
  const [one, other] = [openSync(folder, 'r'), openSync(folder, 'r')]
  expect([tryLock(one), tryLock(one), tryLock(other)]).toEqual([true, true, false])
  closeSync(one)
  expect(tryLock(other)).toBe(true)
  closeSync(other)
  rmSync(folder, { recursive: true })
})
