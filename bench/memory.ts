/**
 * The server's highest memory after one download of 1 GiB and of 100 GiB, each by a server of its own, and how soon the
 * first byte of each comes. The objects are one chunk of 4 MiB again and again, so they need no room on the disk; every
 * chunk of them is read and hashed all the same.
 *
 *     npm run bench -- memory [--gib 100] [--runs 5]
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { firstByte, get, median, printTable, run, serve, temporaryFolder } from './measure.ts'
import { writeRepeatedObjects } from './repeated-object.ts'

const { values } = parseArgs({
  options: { gib: { type: 'string', default: '100' }, runs: { type: 'string', default: '5' } },
})
const sizes = [1, Number(values.gib)]

await using folder = await temporaryFolder()
const dataDir = join(folder.path, 'data')
const names = Object.fromEntries(sizes.map((gib) => [`${gib} GiB`, gib * 256]))
const job = await writeRepeatedObjects(dataDir, names)

const rows: string[][] = []
const peaks: number[] = []
for (const [name, chunks] of Object.entries(names)) {
  await using server = await serve(dataDir)
  const url = `/download/${job}/object?name=${encodeURIComponent(name)}`
  const delays: number[] = []
  for (let turn = 0; turn <= Number(values.runs); turn++) {
    const delay = await firstByte(server, url)
    if (turn > 0) delays.push(delay) // the first request loads the route
  }
  const { seconds } = await run(get(server, url))
  peaks.push(server.peakMemory() ?? Number.NaN)
  const first = `${(median(delays) * 1000).toFixed(0)} ms`
  rows.push([name, String(chunks), first, `${seconds.toFixed(1)} s`, `${peaks.at(-1)} MiB`])
}
printTable(['one object of', 'chunks', 'first byte', 'download', 'peak memory'], rows)
console.log(`\nThe larger one took ${peaks.at(-1)! - peaks[0]!} MiB more.`)
