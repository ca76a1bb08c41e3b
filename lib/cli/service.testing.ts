import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { writeRunning } from '../config/running.ts'
import { openService, type Service } from '../service/open.ts'

const launcher = join(import.meta.dirname, '../../bin/thaw')
const quiet = { info() {}, warn() {}, error() {} }

export interface Ran {
  code: number | null
  stdout: string
  stderr: string
}

/** A storage service that the command line finds. */
export interface CommandLine extends AsyncDisposable {
  /** A folder of one's own, with the store in it as `data`. */
  base: string
  service: Service
  /** Runs one command to its end. */
  thaw(...args: string[]): Promise<Ran>
  /** Runs a line of a shell in which `thaw` is a command. */
  shell(line: string): Promise<Ran>
  start(...args: string[]): ChildProcess
}

export async function openCommandLine(): Promise<CommandLine> {
  const base = mkdtempSync(join(tmpdir(), 'thaw-command-line-'))
  const dataDir = join(base, 'data')
  const service = await openService({ dataDir, host: '127.0.0.1', port: 0, region: 'us-east-1', log: quiet })
  const { endpoint, region } = service
  const endpoints = { storageEndpoint: endpoint, backupEndpoint: endpoint, dashboardUrl: 'http://127.0.0.1:1' }
  writeRunning(dataDir, { ...endpoints, pid: process.pid, embedded: true, region })
  // Nothing of the developer's own settings.
  const env = { NODE_ENV: 'test', PATH: process.env.PATH, THAW_DATA_DIR: dataDir } as const
  const start = (...args: string[]) => spawn(process.execPath, [launcher, ...args], { env, cwd: base })
  return {
    base,
    service,
    start,
    thaw: (...args) => ended(start(...args)),
    shell(line) {
      const script = `thaw() { '${process.execPath}' '${launcher}' "$@"; }; ${line}`
      return ended(spawn('bash', ['--norc', '-c', script], { env, cwd: base }))
    },
    async [Symbol.asyncDispose]() {
      await service[Symbol.asyncDispose]()
      rmSync(base, { recursive: true, force: true })
    },
  }
}

/** What a command printed and how it ended. */
export async function ended(child: ChildProcess): Promise<Ran> {
  const code = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [stdout, stderr] = await Promise.all([text(child.stdout!), text(child.stderr!)])
  return { code: await code, stdout, stderr }
}
