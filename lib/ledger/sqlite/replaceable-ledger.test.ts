import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openedLedger } from '../../cli/opened-ledger.ts'
import { LedgerError } from '../ledger-error.ts'
import { openLedger } from './open-ledger.ts'
import { openReplaceableLedger, type ReplacedLedger } from './replaceable-ledger.ts'

const hash = Buffer.alloc(32, 7)
let directory: string
let path: string
let told: ReplacedLedger[]
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'thaw-ledger-'))
  path = join(directory, 'ledger.sqlite')
  told = []
})
afterEach(() => rmSync(directory, { recursive: true }))

const open = () => openReplaceableLedger(path, (replaced) => told.push(replaced))

/** A ledger with a session and enough jobs to fill pages, closed. */
async function fill(): Promise<void> {
  await using ledger = await openLedger(path)
  await ledger.sessions.add(hash, 1000)
  const jobs = Array.from({ length: 2000 }, (_, i) => ledger.rememberedJobs.add('http://one', `job-${i}`, i))
  await Promise.all(jobs)
}

/** Overwrites every page but the first, where SQLite finds its way. */
function scribble(): void {
  const { length } = readFileSync(path)
  const file = openSync(path, 'r+')
  writeSync(file, Buffer.alloc(length - 4096, 'scribble'), 0, length - 4096, 4096)
  closeSync(file)
}

/** The same under whoever has it open: what somebody else wrote in between makes them read the pages again. */
async function scribbleUnread(): Promise<void> {
  await using other = await openLedger(path)
  await other.rememberedJobs.add('http://three', 'job-a', 1)
  scribble()
}

function linkOf(fd: string): string | undefined {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`)
  } catch {
    return undefined
  }
}

/** Opens the ledger's file under this number, which is free. */
function openAs(fd: number): void {
  const opened = openSync(path, 'r+')
  if (opened === fd) return
  openAs(fd)
  closeSync(opened)
}

function withSchema(...statements: string[]): void {
  const database = new Database(path)
  for (const statement of statements) database.exec(statement)
  database.close()
}

describe('a ledger that is garbled', () => {
  it.each<[string, () => void]>([
    ['no database', () => writeFileSync(path, 'not a database, '.repeat(1000))],
    ['cut off', () => writeFileSync(path, readFileSync(path).subarray(0, 6000))],
    ['scribbled over', scribble],
    ['of another program', () => withSchema('PRAGMA user_version = 0')],
    ['short of a table', () => withSchema('DROP TABLE session')],
    ['short of a column', () => withSchema('DROP TABLE session', 'CREATE TABLE session (a)')],
  ])('as it is %s is set aside whole and begun anew', async (_, garble) => {
    await fill()
    garble()
    const before = readFileSync(path).subarray(100) // what SQLite keeps in its header aside
    await using ledger = await open()
    await ledger.sessions.add(hash, 2000)
    expect(await ledger.sessions.find(hash)).toMatchObject({ createdAt: 2000 })
    expect(told).toHaveLength(1)
    expect(told[0]).toMatchObject({ path, error: { name: expect.any(String) } })
    expect(readFileSync(told[0]!.movedTo).subarray(100).equals(before)).toBe(true)
  })

  it('while it is used, is set aside with what belongs to it, and the question is asked of the new one', async () => {
    await fill()
    await using ledger = await open()
    expect(await ledger.sessions.find(hash)).toBeDefined()
    expect(told).toEqual([])
    await scribbleUnread()
    expect(await ledger.rememberedJobs.list('http://one')).toEqual([])
    expect(await ledger.sessions.find(hash)).toBeUndefined()
    await ledger.sessions.add(hash, 3000)
    expect(await ledger.sessions.find(hash)).toMatchObject({ createdAt: 3000 })
    expect(told).toHaveLength(1)
    expect(readdirSync(directory)).toEqual(
      expect.arrayContaining(['ledger.sqlite', told[0]!.movedTo.split('/').at(-1)]),
    )
  })

  it('is told of for as long as the old one lies beside it, also by those that open it later', async () => {
    await fill()
    {
      await using ledger = await open()
      expect(await ledger.begunAnew()).toBeUndefined()
      await scribbleUnread()
      const before = Date.now()
      await ledger.rememberedJobs.list('http://one')
      expect(await ledger.begunAnew()).toEqual({ at: expect.any(Number), setAside: told[0]!.movedTo })
      expect((await ledger.begunAnew())!.at).toBeGreaterThanOrEqual(before)
    }
    await using later = await openLedger(path)
    expect((await later.begunAnew())?.setAside).toBe(told[0]!.movedTo)
    for (const name of readdirSync(directory)) if (name.includes('damaged')) rmSync(join(directory, name))
    expect(await later.begunAnew()).toBeUndefined()
  })

  it('while many ask at once, is set aside once, and all of them are answered by the new one', async () => {
    await fill()
    await using ledger = await open()
    await scribbleUnread()
    const listed = Array.from({ length: 5 }, () => ledger.rememberedJobs.list('http://one'))
    const added = Array.from({ length: 5 }, (_, i) => ledger.rememberedJobs.add('http://two', `job-${i}`, i))
    expect(await Promise.all(listed)).toEqual(listed.map(() => []))
    await Promise.all(added)
    expect(told).toHaveLength(1)
    expect(await ledger.rememberedJobs.list('http://two')).toHaveLength(5)
  })

  it('is begun anew by a later call where that could not be done at first', async () => {
    await fill()
    await using ledger = await open()
    await scribbleUnread()
    const away = `${directory}-away`
    renameSync(directory, away)
    for (let i = 0; i < 2; i++) await expect(ledger.rememberedJobs.list('http://one')).rejects.toThrow(LedgerError)
    expect(told).toEqual([])
    renameSync(away, directory)
    expect(await ledger.rememberedJobs.list('http://one')).toEqual([])
    expect(told).toHaveLength(1)
    expect(readdirSync(directory)).toContain(told[0]!.movedTo.split('/').at(-1))
  })

  it('is told of once, also where it was set aside before a new one could be begun', async () => {
    await fill()
    await using ledger = await open()
    await scribbleUnread()
    mkdirSync(`${path}-journal`) // what only a new database needs
    await expect(ledger.rememberedJobs.list('http://one')).rejects.toThrow(/ledger\.sqlite cannot be opened/)
    expect(told).toEqual([])
    rmdirSync(`${path}-journal`)
    await ledger.sessions.add(hash, 5000)
    expect(await ledger.sessions.find(hash)).toMatchObject({ createdAt: 5000 })
    expect(told).toHaveLength(1)
    expect((await ledger.begunAnew())?.setAside).toBe(told[0]!.movedTo)
  })

  it('is left where it is by the other commands: a Thaw that runs may have it open', async () => {
    writeFileSync(path, 'not a database, '.repeat(1000))
    expect(await openedLedger({ path })).toBeUndefined()
    await expect(openLedger(path)).rejects.toThrow(/ledger\.sqlite is damaged \(.*\): start Thaw anew/)
    expect(readdirSync(directory)).toEqual(['ledger.sqlite'])
  })
})

describe('a ledger that is not garbled is never set aside', () => {
  it('a newer one is refused, naming it and what to do', async () => {
    withSchema('PRAGMA user_version = 999')
    const before = readFileSync(path)
    await expect(open()).rejects.toThrow(
      /ledger\.sqlite was written by a newer version .*: use that version, or move the file away/,
    )
    expect(readFileSync(path)).toEqual(before)
    expect(told).toEqual([])
  })

  it('one whose statement fails for another reason is kept, and the failure told', async () => {
    await fill()
    await using ledger = await open()
    withSchema(
      'ALTER TABLE remembered_job RENAME TO sound',
      'CREATE VIEW remembered_job AS SELECT endpoint, job_id, abs(-9223372036854775808) AS remembered_at FROM sound',
    )
    await expect(ledger.rememberedJobs.list('http://one')).rejects.toThrow('integer overflow')
    expect(told).toEqual([])
    expect(await ledger.sessions.find(hash)).toBeDefined()
  })

  it.skipIf(!existsSync('/proc/self/fd'))(
    'one whose disk fails for a moment is kept, and the failure told',
    async () => {
      await fill()
      await using ledger = await open()
      {
        await using other = await openLedger(path)
        await other.rememberedJobs.add('http://three', 'job-a', 1) // makes it read pages again
      }
      const descriptors = readdirSync('/proc/self/fd')
        .filter((fd) => linkOf(fd) === path)
        .map(Number)
      for (const fd of descriptors) closeSync(fd)
      await expect(ledger.rememberedJobs.list('http://one')).rejects.toThrow('disk I/O error')
      for (const fd of descriptors) openAs(fd)
      expect(await ledger.rememberedJobs.list('http://one')).toHaveLength(2000)
      expect(told).toEqual([])
    },
  )

  it('one that somebody keeps to himself is refused, naming it and what to do', async () => {
    await fill()
    const other = new Database(path)
    other.exec('BEGIN IMMEDIATE')
    await expect(open()).rejects.toThrow(/ledger\.sqlite is in use by another process .*; stop it first/)
    other.close()
    expect(told).toEqual([])
  })

  it('one that cannot be opened is refused, naming it and what to do', async () => {
    mkdirSync(path)
    await expect(open()).rejects.toThrow(LedgerError)
    await expect(open()).rejects.toThrow(
      /ledger\.sqlite cannot be opened \(.*\): check who owns it.* or move it away to begin anew/,
    )
  })
})
