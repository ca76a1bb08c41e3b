import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { IndexFormatError } from '../../index-store.ts'
import { connect, isAtLeast } from './connection.ts'
import { openSqliteIndex } from './index.ts'

async function folder() {
  const directory = await mkdtemp(join(tmpdir(), 'thaw-index-'))
  return { directory, [Symbol.asyncDispose]: () => rm(directory, { recursive: true }) }
}

describe('connections to the SQLite index', () => {
  it('run with what durability rests on, and readers cannot write', async () => {
    await using temporary = await folder()
    const file = join(temporary.directory, 'x.sqlite')
    for (const role of ['writer', 'reader'] as const) {
      const db = connect(file, role)
      expect(db.pragma('journal_mode', { simple: true })).toBe('wal')
      expect(db.pragma('synchronous', { simple: true })).toBe(2)
      expect(db.pragma('foreign_keys', { simple: true })).toBe(1)
      expect(db.pragma('trusted_schema', { simple: true })).toBe(0)
      if (role === 'reader') expect(() => db.exec('CREATE TABLE t (x)')).toThrow(/readonly/)
      db.close()
    }
  })

  it('are refused where a setting does not hold', () => {
    expect(() => connect(':memory:', 'writer')).toThrow(IndexFormatError) // there is no WAL in memory
  })

  it('need an SQLite without the WAL corruption bug', () => {
    expect(isAtLeast('3.51.2', [3, 51, 3])).toBe(false)
    expect(isAtLeast('3.9.9', [3, 51, 3])).toBe(false)
    expect(isAtLeast('3.51.3', [3, 51, 3])).toBe(true)
    expect(isAtLeast('4.0', [3, 51, 3])).toBe(true)
  })

  it('a database of a newer version is refused in a sentence', async () => {
    await using temporary = await folder()
    await (await openSqliteIndex(temporary))[Symbol.asyncDispose]()
    const db = connect(join(temporary.directory, 'index.sqlite'), 'writer')
    const known = db.pragma('user_version', { simple: true }) as number
    db.pragma(`user_version = ${known + 1}`)
    db.close()
    await expect(openSqliteIndex(temporary)).rejects.toThrow(IndexFormatError)
    await expect(openSqliteIndex(temporary)).rejects.toThrow(
      `index.sqlite has format ${known + 1}, this version of Thaw knows formats up to ${known}; use the newer version`,
    )
  })

  it('a file that is no database is refused in a sentence', async () => {
    await using temporary = await folder()
    const { writeFile } = await import('node:fs/promises')
    await writeFile(join(temporary.directory, 'index.sqlite'), 'x'.repeat(5000))
    await expect(openSqliteIndex(temporary)).rejects.toMatchObject({
      name: 'IndexDamagedError',
      message: expect.stringMatching(/is damaged \(file is not a database\).*`thaw rebuild`/),
    })
  })
})
