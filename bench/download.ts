/**
 * One large object through the dashboard's download route, every chunk verified, beside what serves or restores the same
 * file: nginx (nothing verified), `restic dump`, `borg extract --stdout`, and `sha256sum` as what one hash costs. The
 * contenders take turns, so that a busy moment meets all of them.
 *
 *     npm run bench -- download [--gib 4] [--runs 5]
 */
import { createCipheriv, randomBytes } from 'node:crypto'
import { open, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  type Command,
  freePort,
  get,
  installed,
  median,
  printTable,
  run,
  serve,
  temporaryFolder,
  thaw,
} from './measure.ts'

const { values } = parseArgs({
  options: { gib: { type: 'string', default: '4' }, runs: { type: 'string', default: '5' } },
})
const bytes = Number(values.gib) * 2 ** 30
const ours = 'thaw, verified'

interface Contender {
  name: string
  command: Command
  env?: Record<string, string>
}

/** A file that neither compresses nor deduplicates. */
async function writeRandom(path: string): Promise<void> {
  const stream = createCipheriv('aes-128-ctr', randomBytes(16), randomBytes(16))
  const zeros = Buffer.alloc(4 * 2 ** 20)
  await using file = await open(path, 'w')
  for (let left = bytes; left > 0; left -= zeros.length) await file.write(stream.update(zeros.subarray(0, left)))
}

await using folder = await temporaryFolder()
const at = (...parts: string[]) => join(folder.path, ...parts)
const source = at('source')
const file = join(source, 'object.bin')
await run(['mkdir', source])
await writeRandom(file)

await using server = await serve(at('data'))
const backup = await run([thaw, 'backup', source, '--resource', 'bench'], { env: server.env })
const job = backup.stdout.trim().split('\n').at(-1)
const contenders: Contender[] = [{ name: ours, command: get(server, `/download/${job}/object?name=object.bin`) }]

await using started = new AsyncDisposableStack()
if (installed('nginx')) {
  const port = await freePort()
  const config = [
    `pid ${at('nginx.pid')}; error_log ${at('nginx.log')}; worker_processes ${availableParallelism()}; events {}`,
    ...['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (name, i) => `${i ? '' : 'http { access_log off; sendfile on; '}${name}_temp_path ${at(name)};`,
    ),
    `server { listen 127.0.0.1:${port}; root ${source}; } }`,
  ]
  await writeFile(at('nginx.conf'), config.join('\n'))
  await run(['chmod', '755', folder.path])
  await run(['nginx', '-c', at('nginx.conf')])
  started.defer(async () => void (await run(['nginx', '-c', at('nginx.conf'), '-s', 'stop'])))
  contenders.push({ name: 'nginx, unverified', command: get(`http://127.0.0.1:${port}/object.bin`) })
}
const quiet = (...command: string[]): Command => ['sh', '-c', `exec "$@" > /dev/null`, 'sh', ...command]
if (installed('restic')) {
  const env = { RESTIC_REPOSITORY: at('restic'), RESTIC_PASSWORD: 'bench', RESTIC_CACHE_DIR: at('restic-cache') }
  await run(['restic', 'init'], { env })
  await run(['restic', 'backup', source], { env })
  contenders.push({ name: 'restic dump', command: quiet('restic', 'dump', 'latest', file), env })
}
if (installed('borg')) {
  const env = { BORG_BASE_DIR: at('borg-base'), BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK: 'yes' }
  await run(['borg', 'init', '-e', 'none', at('borg')], { env })
  await run(['borg', 'create', `${at('borg')}::bench`, source], { env })
  contenders.push({
    name: 'borg extract --stdout',
    command: quiet('borg', 'extract', '--stdout', `${at('borg')}::bench`),
    env,
  })
}
if (installed('sha256sum')) contenders.push({ name: 'sha256sum', command: ['sha256sum', file] })

const seconds = new Map<string, number[]>(contenders.map(({ name }) => [name, []]))
const processor: number[] = []
const delays: number[] = []
/** Ours, the first of all. */
let first: number | undefined
for (let turn = 0; turn <= Number(values.runs); turn++)
  for (const { name, command, env } of contenders) {
    const before = server.processorSeconds()
    const taken = await run(command, { env: env ?? {} })
    if (turn === 0) {
      first ??= taken.seconds
      continue // it warms the page cache
    }
    seconds.get(name)!.push(taken.seconds)
    if (name !== ours) continue
    processor.push(server.processorSeconds() - before)
    delays.push(Number(taken.stdout))
  }

const own = (name: string) => median(seconds.get(name)!)
console.log(`${values.gib} GiB, medians of ${values.runs} runs, ${availableParallelism()} processors\n`)
printTable(
  ['', 'seconds', 'MB/s', 'thaw is'],
  contenders.map(({ name }) => [
    name,
    own(name).toFixed(2),
    (bytes / own(name) / 1e6).toFixed(0),
    `${(own(name) / own(ours)).toFixed(2)} x`,
  ]),
)
console.log(`
The first download, which also finds out the SHA-256 of the whole: ${first?.toFixed(2)} s
First byte of thaw: ${(median(delays) * 1000).toFixed(0)} ms
Processor time of the server, one download: ${median(processor).toFixed(1)} s
Peak memory of the server: ${server.peakMemory() ?? 'unknown'} MiB`)
