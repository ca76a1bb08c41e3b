/**
 * A folder of many small files, backed up twice, verified and restored, beside restic, borg and `cp -a`.
 *
 *     npm run bench -- small-files [folder] [--runs 5]
 */
import { mkdir, readdir } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type Command, installed, median, printTable, run, serve, temporaryFolder, thaw } from './measure.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '5' } },
})
const source = resolve(positionals[0] ?? '/usr/share')
const entries = (await readdir(source, { recursive: true })).length

await using folder = await temporaryFolder()
let turns = 0
/** In the folder of this turn. Nothing is deleted before the end: ext4 makes files slowly where many were deleted lately. */
const at = (...parts: string[]) => join(folder.path, `${turns}`, ...parts)
const seconds = new Map<string, number[]>()
/** Seconds of processor time that thaw's server took for it, beside what its client took. */
const server = new Map<string, number[]>()
const note = (of: Map<string, number[]>, name: string, value: number) => of.set(name, [...(of.get(name) ?? []), value])

/** Exit code 3 (1 of borg): complete but for files that could not be read. */
async function timed(name: string, command: Command, env: Record<string, string> = {}, cwd?: string) {
  const taken = await run(command, { env, allow: [command[0] === 'borg' ? 1 : 3], ...(cwd && { cwd }) })
  note(seconds, name, taken.seconds)
  return taken
}

async function thawTurn(): Promise<void> {
  await using serving = await serve(at('data'))
  async function turn(name: string, ...args: string[]) {
    const before = serving.processorSeconds()
    const taken = await timed(`thaw ${name}`, [thaw, ...args], serving.env)
    note(server, `thaw ${name}`, serving.processorSeconds() - before)
    return taken
  }
  await turn('backup', 'backup', source, '--resource', 'bench')
  const again = await turn('backup, unchanged', 'backup', source, '--resource', 'bench')
  const job = again.stdout.trim().split('\n').at(-1)!
  await turn('verify', 'verify', job)
  await turn('restore', 'restore', job, '--to', at('restored'))
}

async function resticTurn(): Promise<void> {
  const env = { RESTIC_REPOSITORY: at('restic'), RESTIC_PASSWORD: 'bench', RESTIC_CACHE_DIR: at('restic-cache') }
  await run(['restic', 'init'], { env })
  await timed('restic backup', ['restic', 'backup', source], env)
  await timed('restic backup, unchanged', ['restic', 'backup', source], env)
  await timed('restic check --read-data', ['restic', 'check', '--read-data'], env)
  await timed('restic restore', ['restic', 'restore', 'latest', '--target', at('restored')], env)
}

async function borgTurn(): Promise<void> {
  const env = { BORG_BASE_DIR: at('borg-base'), BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK: 'yes' }
  await run(['borg', 'init', '-e', 'none', at('borg')], { env })
  await timed('borg create', ['borg', 'create', `${at('borg')}::one`, source], env)
  await timed('borg create, unchanged', ['borg', 'create', `${at('borg')}::two`, source], env)
  await timed('borg check --verify-data', ['borg', 'check', '--verify-data', at('borg')], env)
  await run(['mkdir', at('restored')])
  await timed('borg extract', ['borg', 'extract', `${at('borg')}::two`], env, at('restored'))
}

const contenders = [
  thawTurn,
  ...(installed('restic') ? [resticTurn] : []),
  ...(installed('borg') ? [borgTurn] : []),
  async () => void (await timed('cp -a', ['cp', '-a', source, at('restored')])),
]
for (let turn = 0; turn < Number(values.runs); turn++)
  for (const contender of contenders) {
    turns++
    await mkdir(at())
    await contender()
  }

console.log(`${source}: ${entries} entries, medians of ${values.runs} runs, ${availableParallelism()} processors\n`)
printTable(
  ['', 'seconds', 'entries/s', 'processor time of the server'],
  [...seconds].map(([name, all]) => [
    name,
    median(all).toFixed(2),
    (entries / median(all)).toFixed(0),
    server.has(name) ? `${median(server.get(name)!).toFixed(2)} s` : '',
  ]),
)
