import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLedger } from './sqlite/open-ledger.ts'
import { LedgerError } from './ledger-error.ts'

let directory: string
let path: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'thaw-ledger-'))
  path = join(directory, 'ledger.sqlite')
})
afterEach(() => rmSync(directory, { recursive: true }))

describe('the ledger', () => {
  it('keeps what it was told when it is opened again', () => {
    const hash = Buffer.alloc(32, 7)
    {
      using ledger = openLedger(path)
      ledger.sessions.add(hash, 1000)
      ledger.rememberedJobs.add('http://one', 'job-a', 1)
    }
    using ledger = openLedger(path)
    expect(ledger.sessions.find(hash)).toEqual({ createdAt: 1000, seenAt: 1000 })
    expect(ledger.rememberedJobs.list('http://one')).toEqual([{ jobId: 'job-a', rememberedAt: 1 }])
  })

  it('is readable by its user only', () => {
    using _ledger = openLedger(path)
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('may be open in two processes: each sees what the other committed', () => {
    using one = openLedger(path)
    using two = openLedger(path)
    one.rememberedJobs.add('http://one', 'job-a', 1)
    expect(two.rememberedJobs.list('http://one')).toHaveLength(1)
  })

  it('lists remembered jobs of one endpoint, newest first, each once', () => {
    using ledger = openLedger(path)
    ledger.rememberedJobs.add('http://one', 'job-a', 1)
    ledger.rememberedJobs.add('http://one', 'job-b', 2)
    ledger.rememberedJobs.add('http://two', 'job-c', 3)
    ledger.rememberedJobs.add('http://one', 'job-a', 4)
    expect(ledger.rememberedJobs.list('http://one').map(({ jobId }) => jobId)).toEqual(['job-a', 'job-b'])
    ledger.rememberedJobs.remove('http://one', 'job-a')
    expect(ledger.rememberedJobs.list('http://one').map(({ jobId }) => jobId)).toEqual(['job-b'])
  })

  it('refuses a file that a newer version wrote, and leaves it as it is', () => {
    const newer = new Database(path)
    newer.pragma('user_version = 999')
    newer.close()
    expect(() => openLedger(path)).toThrow(LedgerError)
    const after = new Database(path)
    expect(after.pragma('user_version', { simple: true })).toBe(999)
    after.close()
  })

  it('refuses a place where no database can be, naming it', () => {
    writeFileSync(join(directory, 'file'), '')
    expect(() => openLedger(join(directory, 'file', 'ledger.sqlite'))).toThrow(/file\/ledger\.sqlite cannot be opened/)
  })
})
