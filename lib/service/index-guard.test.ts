import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from './chunks/testing.ts'
import { scribbleOver } from './index/sqlite/damage.testing.ts'
import { openSqliteIndex } from './index/sqlite/index.ts'
import { guardIndex } from './index-guard.ts'
import { IndexHealth } from './index-health.ts'
import { openStore } from './store.ts'

const sound = async () => []

function logged() {
  const lines: string[] = []
  return { lines, log: { warn: (_: object, message: string) => void lines.push(message) } }
}

/** Opens store and index once. @returns why no write is taken and nothing may be freed, and what was logged. */
async function openOnce(dataDir: string, check: (signal: AbortSignal) => Promise<string[]> = sound) {
  const { lines, log } = logged()
  await using store = await openStore(dataDir)
  const health = new IndexHealth()
  await using index = await openSqliteIndex({ directory: store.paths.index, health })
  await using guard = await guardIndex({ index, file: 'index.sqlite', store, health, log }, check)
  return { kept: await guard.keepGarbage(), sound: await guard.isSound(), reason: health.readOnly?.reason, lines }
}

const fine = { kept: undefined, sound: true, reason: undefined, lines: [] }
const foreign = {
  kept: expect.stringContaining('Nothing is freed'),
  sound: false,
  reason: expect.stringContaining('not the one this store was last used with'),
  lines: [],
}

describe('garbage is kept, and no write taken', () => {
  it('not by an index that was last used with the store', async () => {
    await using folder = await temporaryFolder()
    for (let openings = 0; openings < 3; openings++) expect(await openOnce(folder.path)).toEqual(fine)
  })

  it('by an older copy of the index, from then on', async () => {
    await using folder = await temporaryFolder()
    const [index, copy] = [join(folder.path, 'v1/index'), join(folder.path, 'v1/copy')]
    await openOnce(folder.path)
    await cp(index, copy, { recursive: true })
    await openOnce(folder.path)
    await rm(index, { recursive: true })
    await cp(copy, index, { recursive: true })
    expect(await openOnce(folder.path)).toEqual(foreign)
    expect(await openOnce(folder.path)).toEqual(foreign)
  })

  it('by a copy of its files that was taken while it was in use, once that use has ended', async () => {
    await using folder = await temporaryFolder()
    const [index, copy] = [join(folder.path, 'v1/index'), join(folder.path, 'v1/copy')]
    await openOnce(folder.path, async () => {
      await cp(index, copy, { recursive: true })
      return []
    })
    await rm(index, { recursive: true })
    await cp(copy, index, { recursive: true })
    expect(await openOnce(folder.path)).toEqual(foreign)
  })

  it('by a new index in place of one that was lost', async () => {
    await using folder = await temporaryFolder()
    await openOnce(folder.path)
    await rm(join(folder.path, 'v1/index'), { recursive: true })
    expect(await openOnce(folder.path)).toEqual(foreign)
  })

  it('by the index of another store', async () => {
    await using one = await temporaryFolder()
    await using other = await temporaryFolder()
    await openOnce(one.path)
    await openOnce(other.path)
    await rm(join(one.path, 'v1/index'), { recursive: true })
    await cp(join(other.path, 'v1/index'), join(one.path, 'v1/index'), { recursive: true })
    expect(await openOnce(one.path)).toEqual(foreign)
  })

  it('not when the process ended between counting in the index and in the store', async () => {
    await using folder = await temporaryFolder()
    await openOnce(folder.path)
    {
      await using store = await openStore(folder.path)
      await using index = await openSqliteIndex({ directory: store.paths.index })
      await index.setMark({ ...store.header, openings: store.header.openings + 1 })
    }
    for (let openings = 0; openings < 2; openings++) expect(await openOnce(folder.path)).toEqual(fine)
  })

  it('by damage of the mark itself, which then says nothing', async () => {
    await using folder = await temporaryFolder()
    await openOnce(folder.path)
    await scribbleOver(join(folder.path, 'v1/index/index.sqlite'), 'mark')
    expect(await openOnce(folder.path)).toEqual({
      kept: expect.stringContaining('Nothing is freed'),
      sound: false,
      reason: expect.stringContaining('is damaged'),
      lines: [],
    })
  })

  it('by damage that the check finds, and not because it could not run', async () => {
    await using folder = await temporaryFolder()
    expect(await openOnce(folder.path, async () => ['row 1 missing from index', 'row 2'])).toEqual({
      kept: expect.stringContaining('row 1 missing from index'),
      sound: false,
      reason: 'The index index.sqlite is damaged (row 1 missing from index)',
      lines: [],
    })
    const broken = () => Promise.reject(new Error('no process'))
    expect(await openOnce(folder.path, broken)).toEqual({
      kept: undefined,
      sound: false,
      reason: undefined,
      lines: ['The index could not be checked'],
    })
  })

  it('while the service is being closed: the check is ended, and nobody waits for it', async () => {
    await using folder = await temporaryFolder()
    await using store = await openStore(folder.path)
    await using index = await openSqliteIndex({ directory: store.paths.index })
    const endless = (signal: AbortSignal) =>
      new Promise<string[]>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    const { lines, log } = logged()
    const health = new IndexHealth()
    const guard = await guardIndex({ index, file: 'index.sqlite', store, health, log }, endless)
    const reason = guard.keepGarbage()
    await guard[Symbol.asyncDispose]()
    expect(await reason).toBe('The service is being closed')
    expect(lines).toEqual([])
  })
})
