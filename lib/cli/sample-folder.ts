import { createCipheriv } from 'node:crypto'
import { cp, mkdir, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import Database from 'better-sqlite3'

/** Days that the sample's history has a backup of, counted back from today. */
export const daysAgo = [7, 6, 5, 3, 2, 1] as const

const projectDir = resolve(import.meta.dirname, '../..')
const documents = ['README.md', 'CONTRIBUTING.md', 'docs/ARCHITECTURE.md', 'docs/clients.md', 'docs/operations.md']
const pictures = ['icon.svg', 'icon-192.png', 'icon-512.png', 'apple-touch-icon.png', 'favicon.ico']
const linesADay = 1500
const itemCount = 400

/**
 * Makes a folder what it was on one day of the week: documents and pictures that the project ships, a log, a JSON and
 * a SQLite file that are made up. The same day gives the same bytes each time, whatever the clock says.
 *
 * @param day index into {@link daysAgo}; the days come in their order, each over the one before.
 */
export async function makeFolder(folder: string, day: number): Promise<void> {
  const place = (name: string) => join(folder, name)
  const copy = (from: string, to: string) =>
    cp(join(projectDir, from), place(to), { recursive: true, preserveTimestamps: true })
  if (day === 0) {
    for (const name of documents) await copy(name, `documents/${name.split('/').at(-1)}`)
    await truncate(place('documents/README.md'), 1200) // a draft: the next day has all of it
    for (const name of pictures) await copy(`public/${name}`, `pictures/icons/${name}`)
    await mkdir(place('logs'))
    await mkdir(place('data'))
  }
  if (day === 1) await copy('README.md', 'documents/README.md')
  if (day === 2) await copy('docs/images', 'pictures/screenshots')
  if (day === 3) await copy('docs/decisions', 'documents/decisions')
  if (day === 4) await rm(place('documents/operations.md')) // gone by mistake: the day before has it
  if (day === 5) await rename(place('logs/service.log'), place('logs/service.log.1'))

  const first = day === 5 ? 5 : 0
  const log = Array.from({ length: day + 1 - first }, (_, index) => logOf(first + index)).join('')
  await writeFile(place('logs/service.log'), log)
  const items = itemsOf(day)
  await writeFile(place('data/inventory.json'), `${JSON.stringify({ items }, null, 2)}\n`)
  await writeDatabase(place('data/inventory.sqlite'), items)
}

/** A file of bytes that nothing compresses, the same each time. */
export async function makeNoise(path: string, length: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const cipher = createCipheriv('aes-128-ctr', 'thaw-sample-file', Buffer.alloc(16))
  await writeFile(path, cipher.update(Buffer.alloc(length)))
}

function logOf(day: number): string {
  const next = seeded(day + 1)
  const paths = ['/', '/items', '/items/12', '/items/207', '/search', '/health']
  return Array.from({ length: linesADay }, (_, line) => {
    const second = Math.floor((line * 86_400) / linesADay)
    const clock = [second / 3600, (second / 60) % 60, second % 60].map((part) =>
      String(Math.floor(part)).padStart(2, '0'),
    )
    const status = next() < 0.02 ? 500 : 200
    const path = paths[Math.floor(next() * paths.length)]
    return `day ${day + 1} ${clock.join(':')} ${status === 500 ? 'ERROR' : 'INFO '} GET ${path} ${status} ${Math.ceil(next() * 90)}ms\n`
  }).join('')
}

interface Item {
  id: number
  name: string
  shelf: string
  count: number
}

/** Each day some counts are others. */
function itemsOf(day: number): Item[] {
  const next = seeded(100)
  const things = ['lamp', 'chair', 'kettle', 'blanket', 'clock', 'mirror']
  const colours = ['red', 'green', 'blue', 'white']
  const items = Array.from({ length: itemCount }, (_, id) => ({
    id,
    name: `${colours[Math.floor(next() * colours.length)]} ${things[Math.floor(next() * things.length)]}`,
    shelf: `${'ABCDEF'[Math.floor(next() * 6)]}${Math.ceil(next() * 20)}`,
    count: Math.floor(next() * 50),
  }))
  const sales = seeded(200)
  for (let sale = 0; sale < day * 12; sale++) items[Math.floor(sales() * itemCount)]!.count = Math.floor(sales() * 50)
  return items
}

async function writeDatabase(path: string, items: Item[]): Promise<void> {
  await rm(path, { force: true })
  const database = new Database(path)
  try {
    database.exec(`PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY;
      CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT NOT NULL, shelf TEXT NOT NULL, count INTEGER NOT NULL);
      CREATE INDEX item_by_shelf ON item (shelf);`)
    const insert = database.prepare('INSERT INTO item VALUES (@id, @name, @shelf, @count)')
    database.transaction(() => {
      for (const item of items) insert.run(item)
    })()
  } finally {
    database.close()
  }
}

/** A number below 1 for each call; the seed gives the sequence (Lehmer's, as `minstd_rand`). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}
