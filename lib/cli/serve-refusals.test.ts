import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openLedger } from '#lib/ledger/sqlite/open-ledger.ts'
import { silent } from '#lib/log.ts'
import { lockFolder } from '#lib/service/data-folder/lock.ts'
import { openService } from '../service/open.ts'

const main = join(import.meta.dirname, 'main.ts')

let directory: string
let good: string
const taken = createServer()
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'thaw-refusals-'))
  good = join(directory, 'good')
  const service = await openService({ dataDir: good, host: '127.0.0.1', port: 0, region: 'us-east-1', log: silent })
  await service[Symbol.asyncDispose]()
  const ledger = await openLedger(join(good, 'ledger.sqlite'))
  await ledger[Symbol.asyncDispose]()
  taken.listen(0, '127.0.0.1')
  await once(taken, 'listening')
})
afterAll(async () => {
  taken.close()
  rmSync(directory, { recursive: true })
})

/** What `thaw serve` says when it does not start. */
async function refusal(dataDir: string, ...flags: string[]): Promise<string> {
  const own = flags.includes('--endpoint') ? [] : ['--storage-port', '0']
  const args = ['serve', '--port', '0', ...own, '--data-dir', dataDir, ...flags]
  const env = { PATH: process.env.PATH, NODE_ENV: 'production' as const }
  const child = spawn(process.execPath, [main, ...args], { env, stdio: ['ignore', 'ignore', 'pipe'] })
  const said = await text(child.stderr)
  expect(child.exitCode ?? (await once(child, 'exit'))[0]).toBe(1)
  return said
}

/** A file of the data folder is replaced: by a text, or by a folder. */
function spoil(name: string, content?: string): (dataDir: string) => void {
  return (dataDir) => {
    for (const suffix of ['', '-wal', '-shm']) rmSync(join(dataDir, name + suffix), { recursive: true, force: true })
    if (content === undefined) mkdirSync(join(dataDir, name))
    else writeFileSync(join(dataDir, name), content)
  }
}

function newerLedger(dataDir: string): void {
  const database = new Database(join(dataDir, 'ledger.sqlite'))
  database.pragma('user_version = 999')
  database.close()
}

const noDatabase = 'not a database, '.repeat(100)

describe('thaw serve that does not start says in one line what is in the way and what to do', () => {
  it.each<[string, (dataDir: string) => void, RegExp]>([
    [
      'a key file without a key',
      spoil('credentials.json', '{}'),
      /\/credentials\.json holds no key pair; restore it, or move it away/,
    ],
    [
      'a key file that is none',
      spoil('credentials.json'),
      /\/credentials\.json cannot be read .*; restore it, or move it away/,
    ],
    [
      'a lock that is garbled',
      spoil('lock.sqlite', noDatabase),
      /\/lock\.sqlite cannot be used .*; stop every Thaw on this folder, then move/,
    ],
    [
      'a lock that is no file',
      spoil('lock.sqlite'),
      /\/lock\.sqlite cannot be used .*; stop every Thaw on this folder, then move/,
    ],
    [
      'a lock note that is no file',
      spoil('lock.pid'),
      /\/lock\.pid cannot be used .*; stop every Thaw on this folder, then move/,
    ],
    [
      'a store of another version',
      spoil('store.json', '{"format":7}'),
      /format 7 by its .*: it was made by another version .*; use that one, or another folder with --data-dir/,
    ],
    [
      'a garbled store header',
      spoil('store.json', '{"format":'),
      /store\.json cannot be understood; put it back from a copy, or move it away and run .thaw rebuild./,
    ],
    ['a store header that is no file', spoil('store.json'), /\/store\.json is no file; move it away|cannot be used/],
    ['a file for a folder', spoil('v1/quarantine', ''), /\/v1\/quarantine, or a part of its path, is a file/],
    [
      'a ledger of a newer version',
      newerLedger,
      /\/ledger\.sqlite was written by a newer version .*: use that version, or move the file away/,
    ],
    ['a ledger that is no file', spoil('ledger.sqlite'), /\/ledger\.sqlite cannot be opened .*: check who owns it/],
  ])('%s', async (name, harm, sentence) => {
    const dataDir = join(directory, name)
    cpSync(good, dataDir, { recursive: true })
    harm(dataDir)
    const said = await refusal(dataDir)
    expect(said).toMatch(sentence)
    expect(said).toMatch(/^[^\n]+\n$/)
  })

  it.each<[string, () => string[], RegExp]>([
    [
      'a host that is not ours',
      () => ['--host', '203.0.113.5', '--insecure'],
      /203\.0\.113\.5 is no address of this machine; choose one with --host or THAW_HOST/,
    ],
    [
      'a host without an address',
      () => ['--host', 'no.such.host.invalid', '--insecure'],
      /no\.such\.host\.invalid.*with --host or THAW_HOST|EAI_AGAIN/,
    ],
    [
      'a storage port in use',
      () => ['--storage-port', String((taken.address() as AddressInfo).port)],
      /is in use by another process; choose another one with --storage-port/,
    ],
    ['a write budget too small', () => ['--write-budget', '5'], /--write-budget=5 .* 80 or more/],
    [
      'a folder with other things',
      () => ['--data-dir', join(directory, '..')],
      /holds other things .*; give Thaw an empty or a new folder .* --data-dir/,
    ],
  ])('%s', async (_, flags, sentence) => {
    const said = await refusal(good, ...flags())
    expect(said).toMatch(sentence)
    expect(said).toMatch(/^[^\n]+\n$/)
  })

  it.each<[string, string[]]>([
    ['with its own storage', []],
    ['with another storage', ['--endpoint', 'http://127.0.0.1:1']],
  ])('a folder that somebody else serves from, %s', async (name, flags) => {
    const dataDir = join(directory, name)
    mkdirSync(dataDir)
    using _held = lockFolder(dataDir)
    const said = await refusal(dataDir, ...flags)
    expect(said).toContain(
      `The data folder ${dataDir} is in use by process ${process.pid}; stop it first or choose another folder with --data-dir`,
    )
    expect(said).toMatch(/^[^\n]+\n$/)
  })
})
