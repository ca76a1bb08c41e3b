import BetterSqlite3 from 'better-sqlite3'
import { expect, it } from 'vitest'
import { createWriteGroups } from './group.ts'
import { refuse } from './refuse.ts'
import type { Command, SyncWrites } from './writes.ts'

/** Commands here name a text to store; some go wrong after they stored it. */
function open() {
  const db = new BetterSqlite3(':memory:')
  db.exec('CREATE TABLE t (x TEXT CHECK (length(x) < 9)) STRICT')
  const insert = db.prepare('INSERT INTO t VALUES (?)')
  const store = (text: unknown) => {
    insert.run(text)
    if (text === 'refused') refuse({ reason: 'object-unknown' })
    if (text === 'broken') throw new Error('a fault')
    if (text === 'rollback') db.exec('ROLLBACK') // as SQLite does by itself when the disk is full
    return { ok: true }
  }
  const run = createWriteGroups(db, { putObject: store } as unknown as SyncWrites)
  const commands = (...texts: string[]): Command[] => texts.map((input) => ({ name: 'putObject', input }))
  return {
    run: (...texts: string[]) => run(commands(...texts)),
    rows: () => db.prepare('SELECT x FROM t').pluck().all(),
  }
}

it('a refused or broken command leaves no trace and the others of its group stand', () => {
  const { run, rows } = open()
  expect(run('a', 'refused', 'b', 'broken', 'much too long', 'c')).toEqual([
    { kind: 'done', outcome: { ok: true } },
    { kind: 'done', outcome: { ok: false, refusal: { reason: 'object-unknown' } } },
    { kind: 'done', outcome: { ok: true } },
    { kind: 'failed', message: 'a fault', code: undefined },
    { kind: 'failed', message: expect.stringContaining('CHECK'), code: 'SQLITE_CONSTRAINT_CHECK' },
    { kind: 'done', outcome: { ok: true } },
  ])
  expect(rows()).toEqual(['a', 'b', 'c'])
})

it('when the transaction itself breaks, every command of the group fails and the next group works', () => {
  const { run, rows } = open()
  expect(run('a', 'rollback', 'b').map(({ kind }) => kind)).toEqual(['failed', 'failed', 'failed'])
  expect(rows()).toEqual([])
  expect(run('c')).toEqual([{ kind: 'done', outcome: { ok: true } }])
})
