import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { expect, it } from 'vitest'
import { sha256, Timeline } from '../testing.ts'
import { openSqliteIndex } from './index.ts'

/** Rows straight into the table: what a listing passes, not how it came there. */
function insertVersions(file: string, count: number, row: { prefix: string; added: number; removed: number | null }) {
  const db = new BetterSqlite3(file)
  const insert = db.prepare(
    `INSERT INTO object (timeline, name, added, removed, created_at, checksum, length, chunk_count)
     VALUES (1, @name, @added, @removed, 5, @checksum, 0, 0)`,
  )
  const checksum = Buffer.from(sha256(''), 'base64')
  db.transaction(() => {
    for (let i = 0; i < count; i++) insert.run({ ...row, name: `${row.prefix}${String(i).padStart(6, '0')}`, checksum })
  })()
  db.close()
}

it('a page that passes very many dead rows ends early and goes on where it stopped', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'thaw-index-'))
  try {
    await using index = await openSqliteIndex({ directory })
    const timeline = new Timeline(index)
    await timeline.job('one')
    await timeline.job('two', 'zz')
    await timeline.start('three')
    insertVersions(join(directory, 'index.sqlite'), 25_000, { prefix: 'dead', added: 1, removed: 2 })

    const first = await index.objects({ jobId: 'two', limit: 1 })
    expect(first).toEqual({ objects: [], cursor: { name: 'dead019999', added: 1 } })
    const second = await index.objects({ jobId: 'two', limit: 1, cursor: first?.cursor })
    expect(second).toMatchObject({ objects: [{ name: 'zz' }], cursor: undefined })

    const ofHead = await index.objects({ jobId: 'three', limit: 1 })
    expect(ofHead).toMatchObject({ objects: [{ name: 'zz' }], cursor: undefined })
    const filtered = await index.objects({ jobId: 'one', limit: 100, createdAfter: 6 })
    expect(filtered?.objects).toEqual([])
    expect(filtered?.cursor).toEqual({ name: 'dead019999', added: 1 })
  } finally {
    await rm(directory, { recursive: true })
  }
})

it('what was committed is there after the index is opened again, and closing waits for the writes under way', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'thaw-index-'))
  try {
    const index = await openSqliteIndex({ directory })
    const timeline = new Timeline(index)
    await timeline.start('one')
    const writes = Array.from({ length: 300 }, (_, i) => timeline.put('one', `n${i}`))
    await index[Symbol.asyncDispose]()
    await Promise.all(writes)
    await expect(timeline.put('one', 'late')).rejects.toThrow('The index is closed')

    await using again = await openSqliteIndex({ directory })
    expect(await again.job('one')).toMatchObject({ state: 'RUNNING', objects: 300 })
  } finally {
    await rm(directory, { recursive: true })
  }
})
