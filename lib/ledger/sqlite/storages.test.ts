import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Ledger } from '../ledger.ts'
import { openLedger } from './open-ledger.ts'

let directory: string
let ledger: Ledger
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'thaw-adopt-'))
  ledger = await openLedger(join(directory, 'ledger.sqlite'))
})
afterEach(async () => {
  await ledger[Symbol.asyncDispose]()
  rmSync(directory, { recursive: true })
})

describe('what an older version kept by address', () => {
  it('is all of it: no table that has the key is left out', async () => {
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
    await ledger.storages.adopt('http://here', 'store:one')
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
