import { hash } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { silent } from '#lib/log.ts'
import { listen } from '../server/listen.ts'
import { openService, type Service } from '../service/open.ts'
import { type CommandLine, leaveNote, openCommandLine } from './service.testing.ts'

const content = Buffer.alloc(100_000, 'shared by jobs')

let line: CommandLine
let one: string
let two: string
beforeEach(async () => {
  line = await openCommandLine()
  const source = line.folder('source')
  writeFileSync(join(source, 'shared'), content)
  one = await line.backup(source)
  writeFileSync(join(source, 'new'), 'n')
  two = await line.backup(source)
})
afterEach(() => line[Symbol.asyncDispose]())

async function served(): Promise<Service> {
  const settings = { dataDir: line.dataDir, host: '127.0.0.1', port: 0, region: 'us-east-1', log: silent }
  const service = await openService(settings)
  leaveNote(line.dataDir, service)
  return service
}

/** Id and verdict, newest first. */
async function worth(): Promise<unknown[]> {
  const { stdout } = await line.thaw('jobs', '--json')
  return stdout
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text))
    .map(({ BackupJobId, Verdict }) => [BackupJobId, Verdict])
}

function damageShared(): void {
  const digest = hash('sha256', content)
  rmSync(join(line.dataDir, 'v1/chunks', digest.slice(0, 2), digest))
}

const bothAre = (verdict: string) => [
  [two, verdict],
  [one, verdict],
]

describe('what is known of a store', () => {
  it('stays known when it is served on another port, and after a rebuild', async () => {
    expect(await line.thaw('verify', two)).toMatchObject({ code: 0 })
    expect(await worth()).toEqual(bothAre('verified'))
    const before = new URL(line.service.endpoint).port
    await line.service[Symbol.asyncDispose]()
    await using taken = createServer()
    await listen(taken, { host: '127.0.0.1', port: Number(before) })
    {
      await using _ = await served()
      expect(await worth()).toEqual(bothAre('verified'))
      damageShared()
      expect(await line.thaw('verify', one)).toMatchObject({ code: 1 })
    }
    expect(await line.thaw('rebuild')).toMatchObject({ code: 3 })
    await using _ = await served()
    expect(await worth()).toEqual(bothAre('damaged'))
  })

  it.each([['check', '--read-data'], ['rebuild']])('takes in what thaw %s finds damaged', async (...command) => {
    damageShared()
    await line.service[Symbol.asyncDispose]()
    const found = await line.thaw(...command)
    expect(found.stderr).toMatch(new RegExp(`^"shared" in job ${two} and 1 more: `, 'm'))
    expect(found.stderr).not.toContain('do not know')
    await using _ = await served()
    expect(await worth()).toEqual(bothAre('damaged'))
  })

  it('does not take it in where there is no ledger to write to, and that is said', async () => {
    damageShared()
    await line.service[Symbol.asyncDispose]()
    const ledger = join(line.dataDir, 'ledger.sqlite')
    for (const suffix of ['', '-wal', '-shm']) rmSync(ledger + suffix, { force: true })
    mkdirSync(ledger)
    const { code, stderr } = await line.thaw('check', '--read-data')
    expect(code).toBe(1)
    expect(stderr).toMatch(
      /^Pages and `\S+ jobs` do not know of this damage: \S.*\. Start Thaw and run `\S+ verify` on/m,
    )
  })
})
