import { open, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { backups, compareIndexes } from './check/compare.ts'
import { temporaryFolder } from './chunks/testing.ts'
import { type CopyDatabase, copyDatabase } from './index/sqlite/copy.ts'
import { openSqliteIndex } from './index/sqlite/index.ts'
import { Timeline } from './index/testing.ts'
import { copyIndex, indexCopies } from './index-copies.ts'
import { IndexHealth } from './index-health.ts'
import { runStep } from './maintenance/maintenance.ts'
import { indexCopy } from './maintenance/steps.ts'

const hour = 60 * 60 * 1000
const { signal } = new AbortController()

async function place() {
  const folder = await temporaryFolder()
  return {
    ...folder,
    file: join(folder.path, 'index.sqlite'),
    folder: join(folder.path, 'copies'),
    directory: folder.path,
  }
}

/** Two jobs of one timeline run, and the index that forbids it knows of one. */
function addJobPastItsIndex(file: string): void {
  const db = new BetterSqlite3(file)
  const add = (id: string, number: number) =>
    db
      .prepare(`INSERT INTO job (id, timeline, number, state, role_arn, created_at, lease_until, object_count, byte_count,
        new_byte_count) VALUES (?, 1, ?, 'RUNNING', '', 0, 0, 0, 0, 0)`)
      .run(id, number)
  db.exec(`INSERT INTO timeline VALUES (1, 'Default', 'arn:one', 'Thaw', 2)`)
  add('one', 1)
  db.unsafeMode().pragma('writable_schema = ON')
  const rule = db.prepare(`SELECT * FROM sqlite_schema WHERE name = 'job_running'`).raw().get() as unknown[]
  db.prepare(`DELETE FROM sqlite_schema WHERE name = 'job_running'`).run()
  db.pragma('writable_schema = RESET')
  add('two', 2)
  db.pragma('writable_schema = ON')
  db.prepare('INSERT INTO sqlite_schema VALUES (?, ?, ?, ?, ?)').run(...rule)
  db.close()
}

describe('copies of the index', () => {
  it('are made while it is used, once a day, and the three newest are kept', async () => {
    await using at = await place()
    await using index = await openSqliteIndex(at)
    await new Timeline(index).job('one', 'a', 'b')
    let now = Date.UTC(2026, 0, 1)
    const step = indexCopy(at, new IndexHealth(), () => now)
    const made: unknown[] = []
    for (let turn = 0; turn < 100; turn++, now += hour) {
      const report = await runStep(step, signal)
      if ('stats' in report) made.push(report.stats.copies)
      else throw report.error
    }
    expect(made.filter((copies) => copies === 1)).toHaveLength(5)
    const copies = await indexCopies(at.folder)
    expect(copies.map((copy) => new Date(copy.at).getUTCDate())).toEqual([5, 4, 3])
    expect((await readdir(at.folder)).sort()).toEqual(copies.map(({ path }) => path.split('/').at(-1)).sort())
    expect(compareIndexes(at.file, copies[0]!.path, backups)).toEqual([])
  })

  it('are marked as older than what they are copies of', async () => {
    await using at = await place()
    await using index = await openSqliteIndex(at)
    await index.setMark({ generation: 'g', openings: 7 })
    await copyIndex(at, { health: new IndexHealth(), now: 0, signal })
    const [copy] = await indexCopies(at.folder)
    const db = new BetterSqlite3(copy!.path, { readonly: true })
    expect(db.prepare('SELECT generation, openings FROM mark').get()).toEqual({ generation: 'g', openings: 6 })
    db.close()
  })

  it('that cannot be made say where and what to do, and leave the others', async () => {
    await using at = await place()
    await using index = await openSqliteIndex(at)
    await new Timeline(index).job('one', 'a')
    await writeFile(at.folder, 'in the way')
    const failing = copyIndex(at, { health: new IndexHealth(), now: 0, signal })
    await expect(failing).rejects.toMatchObject({
      name: 'IndexCopyError',
      message: expect.stringMatching(
        /index\.sqlite could not be copied to .*index-1970.*\.sqlite: .*Look at the folder/,
      ),
    })
    await new Timeline(index).job('two', 'b')
  })

  it('that come out damaged are thrown away, say nothing against the index, and are made again', async () => {
    await using at = await place()
    await using index = await openSqliteIndex(at)
    await new Timeline(index).job('one', ...Array.from({ length: 300 }, (_, i) => `name ${i}`))
    const health = new IndexHealth()
    const copy: CopyDatabase = async (source, target) => {
      const faults = await copyDatabase(source, target, signal)
      await using file = await open(target, 'r+')
      const { size } = await file.stat()
      await file.write(Buffer.alloc(size - 4096, 0xff), 0, size - 4096, 4096)
      return faults
    }
    const failing = copyIndex(at, { health, now: 0, signal, copy })
    await expect(failing).rejects.toThrow(/the copy came out damaged \(.*\) and was thrown away\. .*it is tried again/)
    expect(health.readOnly).toBeUndefined()
    expect(await readdir(at.folder)).toEqual([])
    await copyIndex(at, { health, now: hour, signal })
    expect(await indexCopies(at.folder)).toMatchObject([{ at: hour }])
  })

  it('are not made of an index whose rows contradict one another, which a quick look does not see', async () => {
    await using at = await place()
    await (await openSqliteIndex(at))[Symbol.asyncDispose]()
    addJobPastItsIndex(at.file)
    const health = new IndexHealth()
    await expect(copyIndex(at, { health, now: 0, signal })).rejects.toThrow(/is damaged/)
    expect(health.readOnly?.reason).toMatch(/is damaged \(.*job_running/)
    expect(await readdir(at.folder)).toEqual([])
  })

  it('are not made of an index that is damaged; that is noticed, and the sound ones stay', async () => {
    await using at = await place()
    {
      await using index = await openSqliteIndex(at)
      await new Timeline(index).job('one', ...Array.from({ length: 300 }, (_, i) => `name ${i}`))
      await copyIndex(at, { health: new IndexHealth(), now: 0, signal })
    }
    const db = new BetterSqlite3(at.file)
    const pages = db.pragma('page_count', { simple: true }) as number
    db.close()
    {
      await using file = await open(at.file, 'r+')
      await file.write(Buffer.alloc(4096, 0xff), 0, 4096, 4096 * (pages - 5))
    }
    const health = new IndexHealth()
    await expect(copyIndex(at, { health, now: hour, signal })).rejects.toThrow(/is damaged/)
    expect(health.readOnly?.reason).toMatch(/is damaged/)
    expect(await indexCopies(at.folder)).toMatchObject([{ at: 0 }])
    expect(
      await runStep(
        indexCopy(at, health, () => 100 * hour),
        signal,
      ),
    ).toMatchObject({ stats: { copies: 0 } })
  })
})
