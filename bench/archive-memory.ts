/**
 * Memory of planning and delivering an archive, as its entries become many: objects of one small chunk that are made up
 * as they are listed and read, so that nothing but the archive itself takes memory. It must not grow with the entries.
 *
 *     node bin/node26.js bench/archive-memory.ts [--entries 100000,1000000] [--format tar]
 */
import { hash } from 'node:crypto'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openLedger } from '#lib/ledger/sqlite/open-ledger.ts'
import { createDigests } from '../lib/downloads/deliver/digests.ts'
import { createDownloads } from '../lib/downloads/downloads.ts'
import type { ObjectSource, SourceObject } from '../lib/storage/source.ts'
import { printTable, temporaryFolder } from './measure.ts'

const { values } = parseArgs({
  options: { entries: { type: 'string', default: '100000,1000000' }, format: { type: 'string', default: 'tar' } },
})
const format = values.format === 'zip' ? 'zip' : 'tar'
const content = Buffer.alloc(100, 'small')
const chunk = { length: content.length, checksum: hash('sha256', content, 'base64') }
const checksum = hash('sha256', Buffer.from(chunk.checksum, 'base64'), 'base64')
const fetched = { bytes: content, checksum: chunk.checksum }

/** A job of so many objects, none of which is kept anywhere. */
function madeUp(count: number): ObjectSource {
  return {
    endpoint: 'made up',
    jobState: async () => 'COMPLETED',
    find: async () => undefined,
    async *list(): AsyncGenerator<SourceObject> {
      for (let i = 0; i < count; i++) {
        const name = `folder-${String(Math.floor(i / 1000)).padStart(6, '0')}/file-${String(i).padStart(9, '0')}`
        yield { name, checksum, token: name, chunks: 1, length: content.length, onlyChunk: { ...chunk, token: name } }
        if (i % 100 === 99) await new Promise(setImmediate) // pages come from elsewhere
      }
    },
    read: () => ({
      listChunks: async () => ({
        chunks: [{ Index: 0, Length: chunk.length, Checksum: chunk.checksum, ChunkToken: 'token' }],
      }),
      fetchChunk: async () => fetched,
    }),
    thawBlob: async () => undefined,
    checkBlob: async () => {},
  }
}

/** Highest resident memory while work is done, in MiB. */
async function measured<T>(work: () => Promise<T>): Promise<{ result: T; mebibytes: number; seconds: number }> {
  let most = process.memoryUsage.rss()
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss())
  }, 50)
  const started = performance.now()
  try {
    const result = await work()
    return { result, mebibytes: most / 2 ** 20, seconds: (performance.now() - started) / 1000 }
  } finally {
    clearInterval(timer)
  }
}

async function drained(response: Response): Promise<number> {
  let length = 0
  for await (const piece of response.body ?? []) length += (piece as Uint8Array).length
  return length
}

const rows: string[][] = []
for (const count of values.entries.split(',').map(Number)) {
  await using folder = await temporaryFolder()
  await using ledger = await openLedger(join(folder.path, 'ledger.sqlite'))
  await using digests = createDigests()
  const downloads = createDownloads({ source: madeUp(count), ledger, digests, log: console })
  const planning = await measured(async () => {
    const { id, finished } = await downloads.plan({ jobId: 'job', format, selection: { names: [], prefixes: [''] } })
    await finished
    return id
  })
  const signal = new AbortController().signal
  const request = { method: 'GET' as const, headers: new Headers(), signal }
  const delivering = await measured(async () =>
    drained(await downloads.archive({ jobId: 'job', planId: planning.result, format }, request, 'session')),
  )
  rows.push([
    count.toLocaleString('en'),
    `${planning.mebibytes.toFixed(0)} MiB`,
    `${planning.seconds.toFixed(1)} s`,
    `${delivering.mebibytes.toFixed(0)} MiB`,
    `${delivering.seconds.toFixed(1)} s`,
    (delivering.result / 2 ** 20).toFixed(0),
  ])
}
printTable(['entries', `plan of a ${format}, memory`, 'time', 'delivery, memory', 'time', 'MiB delivered'], rows)
