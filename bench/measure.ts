import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { get as httpGet, type IncomingMessage } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'

export const thaw = resolve(import.meta.dirname, '../bin/thaw')

/** What a command took: seconds of wall time. Its output, so that nobody measures a command that did nothing. */
export interface Run {
  seconds: number
  stdout: string
}

export type Command = readonly [program: string, ...args: string[]]

/**
 * Runs a command to its end.
 *
 * @throws {Error} with its stderr, where its exit code is neither 0 nor allowed.
 */
export async function run(
  command: Command,
  options: { env?: Record<string, string>; cwd?: string; allow?: number[] } = {},
): Promise<Run> {
  const [program, ...args] = command
  const started = performance.now()
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (piece) => {
    stdout += piece
  })
  child.stderr.on('data', (piece) => {
    stderr = (stderr + piece).slice(-2000)
  })
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0 && !options.allow?.includes(code ?? -1))
    throw new Error(`${command.join(' ')} ended with ${code}: ${stderr}`)
  return { seconds: (performance.now() - started) / 1000, stdout }
}

/** Downloads a path of the dashboard, or any address, to nowhere. */
export function get(server: Served, path: string): Command
export function get(url: string): Command
export function get(from: Served | string, path = ''): Command {
  const curl = ['curl', '-sSf', '-o', '/dev/null', '-w', '%{time_starttransfer}'] as const
  if (typeof from === 'string') return [...curl, from]
  return [...curl, '-H', `Authorization: Bearer ${from.token}`, from.url + path]
}

/** Seconds until the first byte of a download, on a connection of its own; the rest is left. */
export async function firstByte(server: Served, path: string): Promise<number> {
  const started = performance.now()
  const headers = { authorization: `Bearer ${server.token}` }
  const request = httpGet(server.url + path, { headers, agent: false })
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  if (response.statusCode !== 200) throw new Error(`${path} answers ${response.statusCode}`)
  await once(response, 'data')
  const seconds = (performance.now() - started) / 1000
  request.destroy()
  return seconds
}

/** A temporary folder; gone when disposed. */
export async function temporaryFolder(): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'thaw-bench-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

/** Whether a program is installed. */
export function installed(program: string): boolean {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin']
  return folders.some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

export interface Served extends AsyncDisposable {
  url: string
  env: Record<string, string>
  token: string
  /** Processor time of the server so far, user and system, in seconds; NaN where the system does not tell. */
  processorSeconds(): number
  /** Peak memory of the server so far, in MiB; undefined where the system does not tell. */
  peakMemory(): number | undefined
}

/** `thaw serve` on free ports and a data folder of its own. The pages must have been built. */
export async function serve(dataDir: string): Promise<Served> {
  const token = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('hex')
  const env = {
    THAW_DATA_DIR: dataDir,
    THAW_TOKEN: token,
    PORT: `${await freePort()}`,
    THAW_STORAGE_PORT: `${await freePort()}`,
  }
  const child = spawn(thaw, ['serve'], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] })
  await new Promise<void>((resolve, reject) => {
    let stdout = ''
    child.stdout.on('data', (piece) => {
      stdout += piece
      if (/^Storage .*\n/m.test(stdout)) resolve()
    })
    child.once('exit', (code) => reject(new Error(`thaw serve ended with ${code}`)))
  })
  const { pid } = JSON.parse(readFileSync(join(dataDir, 'running.json'), 'utf8')) as { pid: number }
  return {
    url: `http://127.0.0.1:${env.PORT}`,
    env,
    token,
    processorSeconds: () => processorSecondsOf(pid),
    peakMemory: () => peakMemoryOf(pid),
    [Symbol.asyncDispose]: () => stop(child),
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}

function processorSecondsOf(pid: number): number {
  try {
    const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')
    return (Number(afterName[11]) + Number(afterName[12])) / 100
  } catch {
    return Number.NaN
  }
}

function peakMemoryOf(pid: number): number | undefined {
  try {
    const [, kibibytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return kibibytes === undefined ? undefined : Math.round(Number(kibibytes) / 1024)
  } catch {
    return undefined
  }
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** Prints a Markdown table, columns aligned. */
export function printTable(head: string[], rows: string[][]): void {
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]!.length)))
  const line = (cells: string[]) => `| ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`
  console.log([line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n'))
}
