import Sqlite from 'better-sqlite3'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSqlite } from '../containers.ts'
import { readerOf, type WindowedBytes } from '../windowed.testing.ts'
import { mostObjects, readSchema } from './schema.ts'
import { readSizes } from './sizes.ts'

/** A database made by SQLite, and how many pages each of its trees has, by its own count. */
function made(sql: (db: Sqlite.Database) => void, pragmas: string[] = []) {
  const db = new Sqlite(':memory:')
  for (const pragma of pragmas) db.pragma(pragma)
  sql(db)
  const counted = db.prepare('SELECT name, count(*) AS pages FROM dbstat GROUP BY name').all()
  const bytes = db.serialize()
  db.close()
  return { bytes, counted: counted as { name: string; pages: number }[] }
}

async function read(content: WindowedBytes, sizesOf: WindowedBytes = content) {
  const schema = await readSchema(readerOf(content))
  const roots = schema.objects.map(({ root }) => root).filter((root) => root > 0)
  const sizes = await readSizes(readerOf(sizesOf), schema.header, roots)
  const objects = schema.objects.map((object) => ({ ...object, size: sizes.get(object.root) }))
  return { ...schema, objects, of: (name: string) => objects.find((object) => object.name === name)! }
}

function fill(db: Sqlite.Database) {
  db.exec(`
    CREATE TABLE files (id INTEGER PRIMARY KEY, name TEXT UNIQUE, content BLOB);
    CREATE TABLE words (word TEXT PRIMARY KEY, meaning TEXT) WITHOUT ROWID;
    CREATE TABLE empty (x);
    CREATE INDEX by_length ON files (length(content), name);
    CREATE VIEW large AS SELECT * FROM files WHERE length(content) > 1000;
    CREATE TRIGGER gone AFTER DELETE ON files BEGIN DELETE FROM words; END;
    CREATE VIRTUAL TABLE found USING fts5 (text);
    CREATE TABLE "日本 \u202e" (x);
  `)
  const file = db.prepare('INSERT INTO files (name, content) VALUES (?, ?)')
  const word = db.prepare('INSERT INTO words VALUES (?, ?)')
  for (let i = 0; i < 800; i++) {
    file.run(`name ${i}`.padEnd(i % 90, '.'), Buffer.alloc(i % 50 === 0 ? 30_000 : i))
    word.run(`word ${i}`.padEnd((i * 7) % 1_500, 'x'), 'means much')
  }
}

describe('the schema and the sizes of a database', () => {
  it.each([
    ['pages of 512 bytes', ['page_size = 512']],
    ['pages of 4 KiB', ['page_size = 4096']],
    ['pages of 64 KiB', ['page_size = 65536']],
    ['UTF-16', ['encoding = "UTF-16le"']],
    ['UTF-16 in the other order', ['encoding = "UTF-16be"']],
    ['automatic vacuum', ['auto_vacuum = FULL']],
  ])('are those SQLite tells: %s', async (_, pragmas) => {
    const { bytes, counted } = made(fill, pragmas)
    expect(isSqlite(bytes)).toBe(true)
    const { of, objects, more, problem } = await read({ bytes, most: 500 })
    expect([more, problem]).toEqual([false, undefined])
    for (const { name, pages } of counted)
      if (name !== 'sqlite_schema') expect(of(name).size, name).toMatchObject({ pages, atLeast: false })
    expect([of('files').size?.rows, of('words').size?.rows, of('by_length').size?.rows]).toEqual([800, 800, 800])
    expect(of('empty')).toEqual({
      type: 'table',
      name: 'empty',
      root: expect.any(Number),
      sql: 'CREATE TABLE empty (x)',
      cut: false,
      size: { pages: 1, rows: 0, atLeast: false },
    })
    expect(of('large')).toMatchObject({ type: 'view', root: 0, size: undefined })
    expect(of('gone')).toMatchObject({ type: 'trigger', sql: expect.stringContaining('AFTER DELETE') })
    expect(of('sqlite_autoindex_files_1')).toMatchObject({ type: 'index', sql: undefined })
    expect(of('found').root).toBe(0)
    expect(of('日本 \u202e').size?.rows).toBe(0)
    expect(objects.length).toBeGreaterThan(12)
  })

  it('are read from few pages of a large one, and say where that was not enough', async () => {
    const { bytes, counted } = made((db) => {
      db.exec('CREATE TABLE large (x); CREATE TABLE small (x); INSERT INTO small VALUES (1)')
      const row = db.prepare('INSERT INTO large VALUES (?)')
      db.transaction(() => {
        for (let i = 0; i < 40_000; i++) row.run('x'.repeat(700))
      })()
    })
    const reader = { bytes, most: 10 }
    const { of } = await read(reader)
    expect(of('small').size).toEqual({ pages: 1, rows: 1, atLeast: false })
    const { pages, rows, atLeast } = of('large').size!
    const real = counted.find(({ name }) => name === 'large')!.pages
    expect([rows, atLeast]).toEqual([undefined, true])
    expect(pages).toBeGreaterThan(1)
    expect(pages).toBeLessThanOrEqual(real)
  })

  it('have long statements by their beginning, and a thousand objects at most', async () => {
    const { bytes } = made((db) => {
      db.exec(`CREATE TABLE long (x) -- ${'y'.repeat(200_000)}`.replace('(x) --', '(x /*').concat('*/)'))
      for (let i = 0; i < mostObjects; i++) db.exec(`CREATE TABLE t${i} (x)`)
    })
    const { of, objects, more } = await read({ bytes, most: 500 })
    expect([objects.length, more, of('long').cut]).toEqual([mostObjects, true, true])
    expect(of('long').sql!.length).toBeGreaterThan(60_000)
    expect(of('long').sql!.length).toBeLessThan(66_000)
  })

  it('say that changes may lie elsewhere', async () => {
    const { bytes } = made(fill)
    expect((await read({ bytes })).header).toMatchObject({ writeAheadLog: false, encoding: 'utf-8' })
    const logged = Buffer.from(bytes)
    logged.set([2, 2], 18)
    expect((await read({ bytes: logged })).header.writeAheadLog).toBe(true)
  })

  it('end with what is wrong, behind what could be read', async () => {
    const { bytes } = made(fill, ['page_size = 1024'])
    const { header } = await read({ bytes })
    const place = { index: 0, offset: 65_536, length: bytes.length - 65_536, checksum: 'x' }
    const damaged = await read({ bytes, broken: [place] })
    expect(damaged.of('empty').size).toEqual({ pages: 1, rows: 0, atLeast: false })
    const cut = await read({ bytes: bytes.subarray(0, 65_536) })
    expect(cut.header.toldPages).toBe(header.pages)
    expect(cut.of('words').size).toBeUndefined()
    await expect(readSchema(readerOf({ bytes: bytes.subarray(0, 50) }))).rejects.toThrow('It ends before that.')
  })

  it('M05 of pages that lead in circles are not followed for ever', async () => {
    const { bytes } = made(fill, ['page_size = 512'])
    const circle = Buffer.from(bytes)
    circle.writeUInt32BE(1, 108) // the last child of the schema's first page
    const { problem, objects } = await read({ bytes: circle, most: 500 })
    expect(problem).toBe('The database is not as it should be from here on.')
    expect(objects.length).toBeGreaterThan(0)
    const { of } = await read({ bytes, most: 500 })
    for (const page of [of('files').root, of('empty').root]) {
      const looped = Buffer.from(bytes)
      looped.writeUInt32BE(page, (of('files').root - 1) * 512 + 8)
      const found = await read({ bytes: looped, most: 500 })
      expect([found.of('files').size, found.of('empty').size?.pages]).toEqual([undefined, 1])
    }
  })

  it('M05 of bytes that were tampered with always end, and little is read for them', async () => {
    const { bytes: real } = made(fill, ['page_size = 512'])
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(20_000), fc.nat(255)), { minLength: 1, maxLength: 60 }),
        async (changes) => {
          const bytes = Buffer.from(real)
          for (const [at, byte] of changes) bytes[at] = byte
          bytes.set(real.subarray(0, 100))
          const reader = readerOf({ bytes })
          const { objects, header } = await readSchema(reader)
          expect(objects.length).toBeLessThanOrEqual(mostObjects)
          const sizes = await readSizes(
            reader,
            header,
            objects.map(({ root }) => root).filter((root) => root > 0),
          )
          for (const { pages } of sizes.values()) expect(pages).toBeLessThanOrEqual(header.pages)
          expect(reader.reads).toBeLessThanOrEqual(64)
        },
      ),
      { seed: 3, numRuns: 300 },
    )
  })
})
