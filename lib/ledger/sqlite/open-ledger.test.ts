import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { describeLedger } from '../contract.ts'
import { LedgerError } from '../ledger-error.ts'
import { migrations } from './migrations.ts'
import { openLedger } from './open-ledger.ts'

let directory: string
let path: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'thaw-ledger-'))
  path = join(directory, 'ledger.sqlite')
})
afterEach(() => rmSync(directory, { recursive: true }))

describeLedger('The SQLite ledger', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'thaw-ledger-'))
  return {
    open: (options) => openLedger(join(folder, 'ledger.sqlite'), options),
    [Symbol.asyncDispose]: async () => rmSync(folder, { recursive: true }),
  }
})

const hash = Buffer.alloc(32, 7)
const receipt = { kind: 'object', actor: 'session', endpoint: 'http://one', jobId: 'job', subject: 'f' } as const

describe('the ledger', () => {
  it('keeps what it was told when it is opened again', async () => {
    {
      await using ledger = await openLedger(path)
      await ledger.sessions.add(hash, 1000)
    }
    await using ledger = await openLedger(path)
    expect(await ledger.sessions.find(hash)).toEqual({ createdAt: 1000, seenAt: 1000 })
  })

  it('is readable by its user only', async () => {
    await using _ledger = await openLedger(path)
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('locked by somebody else keeps neither this thread nor its readers waiting', async () => {
    await using ledger = await openLedger(path)
    await ledger.sessions.add(hash, 1000)
    await using server = createServer(async (_, response) =>
      response.end(`${(await ledger.sessions.find(hash))?.seenAt}`),
    )
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const ask = async () => (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)).text()

    const other = new Database(path)
    other.exec('BEGIN IMMEDIATE')
    let isWritten = false
    const written = ledger.sessions.touch(hash, 2000).then(() => {
      isWritten = true
    })
    expect([await ask(), await ask(), isWritten]).toEqual(['1000', '1000', false])
    other.exec('ROLLBACK')
    other.close()
    await written
    expect(await ask()).toBe('2000')
  })

  it('of two processes leaves each its downloads and its verification, until one is killed', async () => {
    await using ledger = await openLedger(path)
    const task = { endpoint: 'http://one', jobId: 'job', prefix: '', name: null, since: null, createdAt: 1 }
    await ledger.verifications.create({ ...task, id: 'verification' })
    const child = spawn(process.execPath, [join(import.meta.dirname, 'owner.fixture.ts'), path])
    try {
      expect(String((await once(child.stdout, 'data'))[0])).toBe('verification\n')
      expect(await ledger.verifications.claim('http://one', 2)).toBeUndefined()
      expect(await ledger.receipts.find('download')).toMatchObject({ state: 'running' })
    } finally {
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
    await using next = await openLedger(path, { role: 'server' })
    expect(await ledger.receipts.find('download')).toMatchObject({ state: 'broken' })
    expect(await next.verifications.claim('http://one', 3)).toMatchObject({ id: 'verification', state: 'running' })
  })

  it("is nobody else's where one in the same role comes after it, however that ended; others keep theirs", async () => {
    await using killed = await openLedger(path, { role: 'server' })
    await using command = await openLedger(path)
    await killed.receipts.start({ ...receipt, id: 'served', startedAt: 1 })
    await command.receipts.start({ ...receipt, id: 'restored', startedAt: 1 })
    await using next = await openLedger(path, { role: 'server' })
    expect(await next.receipts.find('served')).toMatchObject({ state: 'broken' })
    expect(await next.receipts.find('restored')).toMatchObject({ state: 'running' })
  })

  it('refuses a file that a newer version wrote, and leaves it as it is', async () => {
    const newer = new Database(path)
    newer.pragma('user_version = 999')
    newer.close()
    await expect(openLedger(path)).rejects.toThrow(LedgerError)
    const after = new Database(path)
    expect(after.pragma('user_version', { simple: true })).toBe(999)
    after.close()
  })

  it('refuses a place where no database can be, naming it', async () => {
    writeFileSync(join(directory, 'file'), '')
    const refused = /file\/ledger\.sqlite cannot be opened/
    await expect(openLedger(join(directory, 'file', 'ledger.sqlite'))).rejects.toThrow(refused)
  })
})

describe('a ledger of an older version', () => {
  /** As it was after so many steps. */
  function older(steps: number, ...statements: string[]): void {
    const database = new Database(path)
    for (const step of migrations.slice(0, steps)) database.exec(step)
    database.pragma(`user_version = ${steps}`)
    for (const statement of statements) database.exec(statement)
    database.close()
  }
  const plan = (id: string, format: string) =>
    `INSERT INTO archive_plan (id, endpoint, job_id, format, title, selection, intact, created_at, expires_at, state)
     VALUES ('${id}', '', '', '${format}', '', '', 0, 0, 2000, 'ready')`

  it('forgets zips that were planned when modes stood elsewhere, and goes on with tars', async () => {
    older(5, plan('zip', 'zip'), plan('tar', 'tar'))
    await using ledger = await openLedger(path)
    expect(await ledger.archivePlans.find('zip', 1500)).toBeUndefined()
    expect(await ledger.archivePlans.find('tar', 1500)).toBeDefined()
  })

  it('has plans whose names are made for every system', async () => {
    older(4, plan('plan', 'tar'))
    await using ledger = await openLedger(path)
    expect(await ledger.archivePlans.find('plan', 1500)).toMatchObject({ naming: 'portable', state: 'ready' })
  })

  it('has receipts that nobody works on', async () => {
    older(
      7,
      `INSERT INTO receipt (id, kind, actor, pid, endpoint, job_id, subject, range_start, state, started_at, updated_at)
       VALUES ('one', 'restore', 'command line', 1, '', '', '', 0, 'running', 1, 2)`,
    )
    await using ledger = await openLedger(path)
    expect(await ledger.receipts.find('one')).toMatchObject({ state: 'broken', finishedAt: 2 })
  })
})
