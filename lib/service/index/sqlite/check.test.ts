import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../chunks/testing.ts'
import { Timeline } from '../testing.ts'
import { checkDatabase } from './check.ts'
import { INDEX_FILE, openSqliteIndex } from './index.ts'

const unaborted = new AbortController().signal
const check = (directory: string, signal = unaborted) =>
  checkDatabase(join(directory, INDEX_FILE), 'quick_check', signal)

it('T7 the check finds nothing in a sound index, also while it is in use, and names what is damaged', async () => {
  await using folder = await temporaryFolder()
  const directory = folder.path
  {
    await using index = await openSqliteIndex({ directory })
    const names = Array.from({ length: 200 }, (_, i) => `folder/file-${i}`)
    await new Timeline(index).job('one', ...names)
    expect(await check(directory)).toEqual([])
  }
  await using file = await open(join(directory, 'index.sqlite'), 'r+')
  const { size } = await file.stat()
  for (let page = 4096; page < size; page += 4096) await file.write(Buffer.alloc(64, 0xff), 0, 64, page)
  expect((await check(directory)).length).toBeGreaterThan(0)
})

it('the check can be ended', async () => {
  await using folder = await temporaryFolder()
  await (await openSqliteIndex({ directory: folder.path }))[Symbol.asyncDispose]()
  await expect(check(folder.path, AbortSignal.abort())).rejects.toThrow(/aborted/)
  const stop = new AbortController()
  const checking = check(folder.path, stop.signal)
  stop.abort()
  await expect(checking).rejects.toThrow(/aborted/)
})
