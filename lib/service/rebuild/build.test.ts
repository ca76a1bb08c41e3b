import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { brokenLists, compareIndexes, everything } from '../check/compare.ts'
import { openFsChunkStore } from '../chunks/fs/index.ts'
import { temporaryFolder } from '../chunks/testing.ts'
import { openSqliteIndex } from '../index/sqlite/index.ts'
import { buildIndex } from './build.ts'
import { chunkStoreOptions, runHistory } from './history.testing.ts'

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000_000)
const runs = Number(process.env.RUNS ?? 6)

it(
  `S31 an index made from what lies in the store is the one that was lost, whatever happened before (seed ${seed})`,
  async () => {
    const history = fc.asyncProperty(fc.integer(), fc.integer({ min: 20, max: 120 }), async (which, steps) => {
      await using folder = await temporaryFolder()
      await runHistory(folder.path, which, steps)
      await using chunks = await openFsChunkStore(chunkStoreOptions(folder.path))
      const lost = join(folder.path, 'index/index.sqlite')
      const file = join(folder.path, 'made/index.sqlite')
      await mkdir(join(folder.path, 'made'))
      const mark = { generation: 'new', openings: 1 }
      const report = await buildIndex({ chunks, file, scratch: join(folder.path, 'scratch'), mark, now: 0 })
      expect(compareIndexes(lost, file, everything)).toEqual([])
      expect(brokenLists(file)).toEqual([])
      await using made = await openSqliteIndex({ directory: join(folder.path, 'made') })
      for (const checksum of needed(file)) await chunks.get((await made.chunk(checksum))!)
      expect(report).toMatchObject({ stretches: [], incomplete: [], brokenPuts: [], shortfalls: [], brokenRecords: 0 })
    })
    await fc.assert(history, { seed, numRuns: runs, endOnFailure: true })
  },
  runs * 60_000,
)

/** Checksums of the chunks that something refers to. */
function needed(file: string): string[] {
  const db = new BetterSqlite3(file, { readonly: true })
  const checksums = db.prepare<[], Buffer>('SELECT checksum FROM chunk WHERE refs > 0').pluck().all()
  db.close()
  return checksums.map((checksum) => checksum.toString('base64'))
}
