import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Ledger } from './ledger.ts'
import { openLedger } from './sqlite/open-ledger.ts'

let directory: string
let ledger: Ledger
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'thaw-adopt-'))
  ledger = openLedger(join(directory, 'ledger.sqlite'))
})
afterEach(() => {
  ledger[Symbol.dispose]()
  rmSync(directory, { recursive: true })
})

describe('what an older version kept by address', () => {
  const content = { checksum: 'c2Ft', bytes: 1 }
  const verified = (endpoint: string) => ledger.verification.coverage(endpoint, ['job']).length

  it('goes to the key of the store; what is known of other storages stays with them', () => {
    for (const endpoint of ['http://here', 'http://elsewhere']) {
      ledger.verification.recordVerified({ endpoint, jobId: 'job', contents: [content], at: 1 })
      ledger.rememberedJobs.add(endpoint, 'job', 1)
    }
    ledger.rememberedJobs.add('store:one', 'job', 2)
    ledger.adopt('http://here', 'store:one')
    expect(['store:one', 'http://here', 'http://elsewhere'].map(verified)).toEqual([1, 0, 1])
    expect(ledger.rememberedJobs.list('store:one')).toMatchObject([{ jobId: 'job' }])
    expect(ledger.rememberedJobs.list('http://here')).toEqual([])
  })

  it('is all of it: no table that has the key is left out', () => {
    using db = opened()
    const tables = db.database
      .prepare<[], string>(
        `SELECT t.name FROM sqlite_schema AS t JOIN pragma_table_info(t.name) AS c
         WHERE t.type = 'table' AND c.name = 'endpoint'`,
      )
      .pluck()
      .all()
    db.database.pragma('foreign_keys = OFF')
    for (const table of tables) fill(db.database, table)
    ledger.adopt('http://here', 'store:one')
    const keys = tables.map((table) => db.database.prepare<[], string>(`SELECT endpoint FROM ${table}`).pluck().all())
    expect(keys).toEqual(tables.map(() => ['store:one']))
  })
})

function opened() {
  const database = new Database(join(directory, 'ledger.sqlite'))
  return { database, [Symbol.dispose]: () => void database.close() }
}

/** A row of anything, kept for `http://here`. */
function fill(database: Database.Database, table: string): void {
  const columns = database
    .prepare<[string], { name: string; type: string }>('SELECT name, type FROM pragma_table_info(?)')
    .all(table)
  const value = { TEXT: "'x'", BLOB: "x'00'", INTEGER: '1', REAL: '1.0' } as Record<string, string>
  const values = columns.map(({ name, type }) => (name === 'endpoint' ? "'http://here'" : value[type]))
  database.exec(`INSERT INTO ${table} (${columns.map(({ name }) => name).join(', ')}) VALUES (${values.join(', ')})`)
}
