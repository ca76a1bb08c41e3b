import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { silent } from '#lib/log.ts'
import { readRunning } from '../config/running.ts'
import { openLedger } from '../ledger/sqlite/open-ledger.ts'
import { listen } from '../server/listen.ts'
import { openService } from '../service/open.ts'
import { environmentLines } from './env.ts'
import { newSignInLink } from './sign-in.ts'

const token = 'serve-tests-0123456789abcdefghij'

const main = join(import.meta.dirname, 'main.ts')

let directory: string
let dataDir: string
const started: ChildProcess[] = []
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'thaw-serve-'))
  dataDir = join(directory, 'data')
})
afterEach(async () => {
  for (const child of started.splice(0)) {
    const ended = child.exitCode ?? child.signalCode ?? once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
  rmSync(directory, { recursive: true })
})

/** `thaw serve` in front of a storage that is not there: it is asked for nothing until somebody opens a page. */
function serve(...flags: string[]) {
  return serveStorage('--endpoint', 'http://127.0.0.1:9', ...flags)
}

function serveStorage(...flags: string[]) {
  const args = ['--port', '0', '--data-dir', dataDir, ...flags]
  const child = spawn(process.execPath, [main, 'serve', ...args], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', THAW_TOKEN: token },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  started.push(child)
  return child
}

async function ready(child: ReturnType<typeof serve>): Promise<string[]> {
  const lines = []
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line)
    if (line.startsWith(' '.repeat(11)) && /remote, region|point an AWS client/.test(line)) return lines
  }
  throw new Error(`thaw serve ended: ${lines.join('\n')}`)
}

describe('thaw serve', () => {
  it('prints the sign-in link and the storage, is found by its data folder, and stops at SIGTERM', async () => {
    const child = serve()
    const lines = await ready(child)
    const link = lines.find((line) => line.startsWith('Dashboard'))?.split(/\s+/)[1]
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/sign-in\?code=[\w-]{43}$/)
    expect(lines).toContain('Storage    http://127.0.0.1:9')
    // A page leaves its own things behind in the process; stopping must not wait for them.
    const page = await fetch(new URL('/jobs', link), { headers: { authorization: `Bearer ${token}` } })
    expect(page.status).toBe(200)
    await page.text()

    expect(readRunning(dataDir)).toMatchObject({ pid: child.pid, dashboardUrl: new URL(link!).origin, embedded: false })
    expect(environmentLines(dataDir)).toEqual([
      "export AWS_REGION='us-east-1'",
      "export AWS_ENDPOINT_URL_BACKUPSTORAGE='http://127.0.0.1:9'",
      "export AWS_ENDPOINT_URL_BACKUP='http://127.0.0.1:9'",
    ])
    expect(await newSignInLink(dataDir)).not.toBe(link)

    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
    expect(existsSync(join(dataDir, 'running.json'))).toBe(false)
    await expect(newSignInLink(dataDir)).rejects.toThrow(/Nothing runs on .*: start it with/)
  })

  it('knows its store at any address, and by the one it had where an older version made it', async () => {
    const made = await openService({ dataDir, host: '127.0.0.1', port: 0, region: 'us-east-1', log: silent })
    const { endpoint, storeId } = made
    await made[Symbol.asyncDispose]()
    const { port } = new URL(endpoint)
    const known = [`store:${storeId}`, endpoint, 'http://127.0.0.1:9']
    await using ledger = await openLedger(join(dataDir, 'ledger.sqlite'))
    for (const [i, key] of known.entries()) {
      const content = { object: `damaged-${i}`, objectChecksum: `content ${i}`, chunkIndex: -1, checksum: null }
      await ledger.damagedChunks.record({ endpoint: key, jobId: 'job', ...content, reason: 'gone', foundAt: i })
    }
    async function shown(...flags: string[]) {
      const child = serveStorage(...flags)
      const lines = await ready(child)
      const link = lines.find((line) => line.startsWith('Dashboard'))?.split(/\s+/)[1]
      const page = await fetch(new URL('/damage', link), { headers: { authorization: `Bearer ${token}` } })
      const found = new Set((await page.text()).match(/damaged-\d/g))
      expect(readRunning(dataDir)?.storeId).toBe(storeId)
      child.kill('SIGTERM')
      await once(child, 'exit')
      return [...found].sort()
    }
    expect(await shown('--storage-port', '0')).toEqual(['damaged-0'])
    expect(await shown('--storage-port', port)).toEqual(['damaged-0'])
    const header = join(dataDir, 'store.json')
    const { id, ...older } = JSON.parse(readFileSync(header, 'utf8'))
    expect(id).toBe(storeId)
    writeFileSync(header, JSON.stringify(older))
    expect(await shown('--storage-port', port)).toEqual(['damaged-0', 'damaged-1'])
    expect(await shown('--storage-port', '0')).toEqual(['damaged-0', 'damaged-1'])
  })

  it('ends with one clear line when the port is in use', async () => {
    await using other = createServer()
    const { port } = await listen(other, { host: '127.0.0.1', port: 0 })
    const child = serve('--port', String(port))
    expect(await text(child.stderr)).toBe(
      `The dashboard cannot listen on 127.0.0.1:${port}: port ${port} is in use by another process; choose another one with --port or PORT.\n`,
    )
    expect(child.exitCode ?? (await once(child, 'exit'))[0]).toBe(1)
    expect(existsSync(join(dataDir, 'running.json'))).toBe(false)
  })

  it('ends with one clear line when the data folder cannot be written to', async () => {
    writeFileSync(dataDir, 'a file, not a folder')
    const child = serve()
    expect(await text(child.stderr)).toMatch(/^The data folder .*\/data cannot be written to: [^\n]+\n$/)
    expect(child.exitCode ?? (await once(child, 'exit'))[0]).toBe(1)
  })
})
