import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { BackupClient, ListBackupJobsCommand } from '@aws-sdk/client-backup'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readRunning } from '../config/running.ts'
import { openService, type Service } from '../service/open.ts'

const main = join(import.meta.dirname, 'main.ts')

let directory: string
let full: number
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'thaw-output-'))
  full = openSync('/dev/full', 'w')
})
afterAll(() => {
  closeSync(full)
  rmSync(directory, { recursive: true })
})

function thaw(args: string[], stdio: StdioOptions, dataDir: string): ChildProcess {
  const env = { PATH: process.env.PATH, NODE_ENV: 'production' as const, THAW_DATA_DIR: dataDir }
  return spawn(process.execPath, [main, ...args], { env, stdio })
}

/** Hundredths of a second of processor the process has used. Linux only. */
function processorTicks({ pid }: ChildProcess): number {
  const [, facts = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')
  const [user, system] = facts.split(' ').slice(11, 13).map(Number)
  return user! + system!
}

/** Uses half a second of processor ourselves: whoever spins beside us uses about as much. */
function work(): void {
  const from = process.cpuUsage()
  for (let spent = 0; spent < 500_000; ) {
    const { user, system } = process.cpuUsage(from)
    spent = user + system
  }
}

describe.skipIf(process.platform !== 'linux')('thaw serve --verbose', () => {
  const closed = (child: ChildProcess, ...streams: ('stdout' | 'stderr')[]) => {
    for (const name of streams) child[name]!.destroy()
  }
  it.each<[string, StdioOptions, ((child: ChildProcess) => void)?]>([
    ['stderr is full', ['ignore', 'pipe', 'full' as never]],
    ['stdout and stderr are full', ['ignore', 'full' as never, 'full' as never]],
    ['who read stderr has left', ['ignore', 'pipe', 'pipe'], (child) => closed(child, 'stderr')],
    ['who read stdout and stderr has left', ['ignore', 'pipe', 'pipe'], (child) => closed(child, 'stdout', 'stderr')],
    ['nobody reads stdout and stderr', ['ignore', 'pipe', 'pipe']],
  ])(
    'R13 answers every request, idles and stops when told while %s',
    async (name, streams, begin) => {
      const dataDir = join(directory, name)
      const stdio = (streams as string[]).map((stream) =>
        (stream as string) === 'full' ? full : stream,
      ) as StdioOptions
      const child = thaw(['serve', '--verbose', '--port', '0', '--storage-port', '0'], stdio, dataDir)
      try {
        begin?.(child)
        await expect.poll(() => existsSync(join(dataDir, 'running.json')), { timeout: 60_000 }).toBe(true)
        const { storageEndpoint: endpoint, dashboardUrl, region } = readRunning(dataDir)!
        const { accessKeyId, secretAccessKey } = JSON.parse(readFileSync(join(dataDir, 'credentials.json'), 'utf8'))
        const client = new BackupClient({
          endpoint,
          region,
          credentials: { accessKeyId, secretAccessKey },
          maxAttempts: 1,
        })
        for (let request = 0; request < 20; request++)
          expect(await client.send(new ListBackupJobsCommand({}))).toMatchObject({ BackupJobs: [] })
        expect((await fetch(new URL('/sign-in', dashboardUrl))).status).toBe(200)

        const before = processorTicks(child)
        work()
        expect(processorTicks(child) - before).toBeLessThan(15)
        child.kill('SIGTERM')
        expect(await once(child, 'exit')).toEqual([0, null])
      } finally {
        child.kill('SIGKILL')
      }
    },
    120_000,
  )
})

describe('commands that write a listing', () => {
  let service: Service
  let dataDir: string
  beforeAll(async () => {
    dataDir = join(directory, 'listing')
    mkdirSync(dataDir)
    const log = { info() {}, warn() {}, error() {} }
    service = await openService({ dataDir, host: '127.0.0.1', port: 0, region: 'us-east-1', log })
    const { endpoint, region } = service
    const running = { pid: process.pid, storageEndpoint: endpoint, backupEndpoint: endpoint, embedded: true, region }
    writeFileSync(join(dataDir, 'running.json'), JSON.stringify({ ...running, dashboardUrl: 'http://127.0.0.1:1' }))
  })
  afterAll(() => service[Symbol.asyncDispose]())

  it.skipIf(process.platform !== 'linux')('R13 fail, in words, where stdout takes not all of it', async () => {
    const child = thaw(['env'], ['ignore', full, 'pipe'], dataDir)
    expect(await text(child.stderr!)).toMatch(/^The output is not whole, it cannot be written to: ENOSPC[^\n]*\n$/)
    expect(child.exitCode ?? (await once(child, 'exit'))[0]).toBe(1)
  })

  it('R13 end as if all was well where the reader has had enough', async () => {
    const child = thaw(['env'], ['ignore', 'pipe', 'pipe'], dataDir)
    child.stdout!.destroy()
    expect(await text(child.stderr!)).toBe('')
    expect(child.exitCode ?? (await once(child, 'exit'))[0]).toBe(0)
  })
})
