/**
 * What the pages of a job cost that has a million objects: folders with ten thousand folders in them, folders beside
 * those, and the flat view anywhere. The store's index is written directly, which is quicker than backing up; no page
 * reads content.
 *
 *     npm run bench -- browse [--objects 1000000] [--runs 30]
 */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openSqliteIndex } from '../lib/service/index/sqlite/index.ts'
import type { IndexWrites } from '../lib/service/index-store.ts'
import { openStore } from '../lib/service/store.ts'
import { median, printTable, serve, temporaryFolder } from './measure.ts'

const { values } = parseArgs({
  options: { objects: { type: 'string', default: '1000000' }, runs: { type: 'string', default: '30' } },
})
const folders = 10_000
const files = Math.round(Number(values.objects) / (2 * folders))
const runs = Number(values.runs)
const jobId = 'bench'

const digest = (text: string) => createHash('sha256').update(text).digest()
const pad = (number: number, width: number) => String(number).padStart(width, '0')

/** Folders that follow each other by number, and as many whose names say nothing of the next. */
const numbered = (folder: number) => `numbered/day-${pad(folder, 5)}/`
const named = (folder: number) => `named/${digest(String(folder)).toString('hex').slice(0, 12)}/`

function* objectNames(): Generator<string> {
  for (const folder of [numbered, named])
    for (let i = 0; i < folders; i++) for (let k = 0; k < files; k++) yield `${folder(i)}file-${pad(k, 4)}.dat`
  for (let k = 0; k < 100; k++) yield `small/file-${pad(k, 3)}.txt`
}

/** Every object has one chunk, as most files have; a thousand of them are shared by all. */
const contents = Array.from({ length: 1000 }, (_, i) => {
  const chunk = digest(`chunk ${i}`)
  return {
    checksum: createHash('sha256').update(chunk).digest('base64'),
    content: {
      chunk: { checksum: chunk.toString('base64'), length: 1000 + i, location: { kind: 'file' as const } },
      written: true,
    },
    metadata: `{"v":"thaw/1","type":"file","size":${1000 + i},"mtime":"1700000000123456789","mode":"0644"}`,
  }
})

async function writeStore(dataDir: string): Promise<void> {
  await using store = await openStore(dataDir)
  await using index = await openSqliteIndex({ directory: store.paths.index })
  const now = Date.now()
  await index.createJob({
    jobId,
    vault: 'Default',
    resourceArn: 'arn:aws:thaw::000000000000:resource/bench',
    resourceType: 'Thaw',
    roleArn: 'arn:aws:iam::000000000000:role/bench',
    takeOver: false,
    now,
  })
  let batch: ReturnType<IndexWrites['putObject']>[] = []
  let count = 0
  for (const name of objectNames()) {
    const content = contents[count++ % contents.length]!
    batch.push(index.putObject({ jobId, now, name, throwOnDuplicate: false, ...content }))
    if (batch.length === 5_000) {
      await Promise.all(batch)
      batch = []
    }
  }
  await Promise.all(batch)
  await index.commitJob({ jobId, now, abandon: true })
}

await using folder = await temporaryFolder()
const dataDir = join(folder.path, 'data')
const began = performance.now()
await writeStore(dataDir)
console.log(`Wrote ${2 * folders * files + 100} objects in ${((performance.now() - began) / 1000).toFixed(0)} s\n`)

await using server = await serve(dataDir)

/** Milliseconds until the whole document was there; the rows of the first page are in it. */
async function page(query: string, expected: string): Promise<number> {
  const started = performance.now()
  const answer = await fetch(`${server.url}/jobs/${jobId}?${query}`, {
    headers: { authorization: `Bearer ${server.token}` },
  })
  const text = await answer.text()
  const taken = performance.now() - started
  if (!answer.ok || !text.includes(expected)) throw new Error(`?${query} answered ${answer.status} without ${expected}`)
  return taken
}

const pages: [what: string, query: (run: number) => string, expected: (run: number) => string][] = [
  ['the top: three folders', () => '', () => 'numbered/'],
  ['10,000 numbered folders', () => 'folder=numbered/', () => 'day-00099/'],
  ['10,000 folders, names at random', () => 'folder=named/', () => 'folder=named/'],
  [`one of them: ${files} files`, (run) => `folder=${named(run * 97)}`, () => 'file-0000.dat'],
  ['a folder beside them: 100 files', () => 'folder=small/', () => 'file-099.txt'],
  [
    'names that begin with',
    (run) => `folder=numbered/&prefix=day-${pad(run * 3, 4)}`,
    (run) => `day-${pad(run * 3, 4)}0/`,
  ],
  ['flat, from the beginning', () => 'view=flat', () => 'file-0000.dat'],
  ['flat, from a name in the middle', (run) => `view=flat&from=${numbered(run * 97)}`, (run) => numbered(run * 97)],
  ['flat, stored from a day on', () => 'view=flat&after=2020-01-01', () => 'file-0000.dat'],
  ['stored from tomorrow: nothing', () => 'folder=small/&after=2099-01-01', () => 'matches'],
]

const rows: string[][] = []
for (const [what, query, expected] of pages) {
  await page(query(0), expected(0)) // the first request loads the route
  const taken: number[] = []
  for (let run = 0; run < runs; run++) taken.push(await page(query(run), expected(run)))
  const sorted = taken.toSorted((a, b) => a - b)
  rows.push([what, `${median(taken).toFixed(0)} ms`, `${sorted[Math.floor(runs * 0.95)]!.toFixed(0)} ms`])
}
printTable(["a folder's first page", 'median', '95 of 100'], rows)
