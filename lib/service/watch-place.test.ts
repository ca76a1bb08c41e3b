import { copyFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from './chunks/testing.ts'
import { INDEX_FILE, openSqliteIndex } from './index/sqlite/index.ts'
import { Timeline } from './index/testing.ts'
import { IndexHealth } from './index-health.ts'
import { runStep } from './maintenance/maintenance.ts'
import { indexWatch } from './maintenance/steps.ts'
import { watchPlace } from './watch-place.ts'

const { signal } = new AbortController()

it.each<[string, (file: string, copy: string) => Promise<void>, RegExp | undefined]>([
  ['left alone', async () => {}, undefined],
  ['moved away', (file) => rename(file, `${file}.away`), /index\.sqlite was taken away while Thaw ran/],
  ['replaced by a copy', (file, copy) => rename(copy, file), /index\.sqlite was replaced .*while Thaw ran/],
  ['overwritten with a copy', (file, copy) => copyFile(copy, file), /index\.sqlite was replaced .*while Thaw ran/],
  ['removed, and a copy put there', (file, copy) => rm(file).then(() => copyFile(copy, file)), /was replaced/],
])('what becomes of an index in use that is %s', async (_, change, reason) => {
  await using folder = await temporaryFolder()
  const file = join(folder.path, INDEX_FILE)
  const copy = join(folder.path, 'copy')
  const open = () => openSqliteIndex({ directory: folder.path, health })
  const health = new IndexHealth()
  await (await open())[Symbol.asyncDispose]()
  await copyFile(file, copy)
  {
    await using index = await open()
    await new Timeline(index).job('one', ...Array.from({ length: 300 }, (_, i) => `name ${i}`))
  }
  await using index = await open()
  const step = indexWatch(file, await watchPlace(file), health)
  expect(await runStep(step, signal)).toHaveProperty('stats')
  await new Timeline(index).job('two', 'goes on')
  await change(file, copy)
  expect(await runStep(step, signal)).toHaveProperty('stats')
  if (!reason) return expect(health.readOnly).toBeUndefined()
  expect(health.readOnly?.reason).toMatch(reason)
  await expect(new Timeline(index).start('three')).rejects.toThrow(/no write is taken/)
})
