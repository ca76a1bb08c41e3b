/**
 * Many small files as one archive: a job downloaded as tar and as zip through the dashboard, every file verified, beside
 * `tar c` and `zip -0` of the same folder. The contenders take turns, so that a busy moment meets all of them. The first
 * zip finds the CRC-32 of each file, later ones know it.
 *
 *     node bin/node26.js bench/archives.ts [--files 100000] [--runs 5]
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readConfig } from '../lib/config/read-config.ts'
import { openLedger } from '../lib/ledger/sqlite/open-ledger.ts'
import { sessionCookie } from '../lib/session/cookie.ts'
import { openSession } from '../lib/session/session.ts'
import {
  type Command,
  get,
  installed,
  median,
  printTable,
  run,
  type Served,
  serve,
  temporaryFolder,
  thaw,
} from './measure.ts'

const { values } = parseArgs({
  options: { files: { type: 'string', default: '100000' }, runs: { type: 'string', default: '5' } },
})
const files = Number(values.files)
const filesToAFolder = 500

/** Files of 1 to 8 KiB, no two alike. */
async function writeFiles(folder: string): Promise<void> {
  const noise = crypto.getRandomValues(new Uint8Array(65_536))
  for (let i = 0; i < files; i++) {
    const inside = join(folder, `folder-${Math.floor(i / filesToAFolder)}`)
    if (i % filesToAFolder === 0) await mkdir(inside, { recursive: true })
    const length = 1024 + ((i * 7919) % 7168)
    const at = (i * 104_729) % (noise.length - length)
    await writeFile(join(inside, `file-${i}.bin`), [`${i}\n`, noise.subarray(at, at + length)])
  }
}

interface Plan {
  href: string
}

/** Plans an archive of the whole job, as the page does: with a session of its own. */
async function planArchive({ env, url }: Served, job: string, format: 'tar' | 'zip'): Promise<Plan> {
  await using ledger = await openLedger(join(env.THAW_DATA_DIR!, 'ledger.sqlite'))
  const { name } = sessionCookie(readConfig(env, {}))
  const response = await fetch(`${url}/download/${job}/archive`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      origin: url,
      cookie: `${name}=${await openSession(ledger, Date.now())}`,
    },
    body: JSON.stringify({ format }),
  })
  if (!response.ok) throw new Error(`Planning was answered with ${response.status}: ${await response.text()}`)
  return ((await response.json()) as { plan: Plan }).plan
}

await using folder = await temporaryFolder()
const source = join(folder.path, 'source')
await writeFiles(source)
await using server = await serve(join(folder.path, 'data'))
const backup = await run([thaw, 'backup', source, '--resource', 'bench'], { env: server.env })
const job = backup.stdout.trim().split('\n').at(-1)!

const seconds = new Map<string, number[]>()
const processor = new Map<string, number[]>()
const note = (of: Map<string, number[]>, name: string, value: number) => of.set(name, [...(of.get(name) ?? []), value])

async function ours(name: string, work: () => Promise<unknown>): Promise<void> {
  const before = server.processorSeconds()
  const started = performance.now()
  await work()
  note(seconds, name, (performance.now() - started) / 1000)
  note(processor, name, server.processorSeconds() - before)
}

async function theirs(name: string, command: Command): Promise<void> {
  note(seconds, name, (await run(command, { cwd: source })).seconds)
}

const toNowhere = (...command: string[]): Command => ['sh', '-c', 'exec "$@" > /dev/null', 'sh', ...command]
for (let turn = 0; turn < Number(values.runs); turn++) {
  for (const format of ['tar', 'zip'] as const) {
    let plan: Plan | undefined
    await ours(`thaw, plan of a ${format}`, async () => {
      plan = await planArchive(server, job, format)
    })
    const first = format === 'zip' && turn === 0 ? ', the first' : ''
    await ours(`thaw, ${format}${first}`, () => run(get(server, plan!.href)))
  }
  // GNU tar does not read what it writes to /dev/null.
  await theirs('tar c', toNowhere('sh', '-c', 'tar c . | cat'))
  if (installed('zip')) await theirs('zip -0', toNowhere('zip', '-0', '-q', '-r', '-', '.'))
}

console.log(`${files} files of 1 to 8 KiB, medians of ${values.runs} runs, ${availableParallelism()} processors\n`)
printTable(
  ['', 'seconds', 'files/s', 'processor time of the server'],
  [...seconds].map(([name, all]) => [
    name,
    median(all).toFixed(2),
    (files / median(all)).toFixed(0),
    processor.has(name) ? `${median(processor.get(name)!).toFixed(2)} s` : '',
  ]),
)
const peak = server.peakMemory()
if (peak !== undefined) console.log(`\nPeak memory of the server: ${peak} MiB`)
