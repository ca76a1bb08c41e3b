import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { json } from 'node:stream/consumers'
import { promisify } from 'node:util'
import type { Call } from './mocks/control.ts'
import { bareEndpoint, fullEndpoint, hostileEndpoint } from './mocks/handlers.ts'

/** Where the dashboard reads from: the real service, or one of the mocked endpoints. */
export type StorageKind = 'embedded' | keyof typeof endpoints

const endpoints = { mocked: fullEndpoint, bare: bareEndpoint, hostile: hostileEndpoint }

/** A storage service that runs on its own. */
export interface RemoteStorage {
  endpoint: string
  accessKeyId: string
  secretAccessKey: string
}

const project = resolve(import.meta.dirname, '..')
const bin = join(project, 'bin/thaw')

/** Bearer token of every server the tests start. */
export const bearerToken = 'e2e-0123456789abcdefghijklmnopqrstuvwxyz-0123456789'

/** A production server of its own, with a data folder that goes with it. */
export interface ThawServer extends AsyncDisposable {
  url: string
  /** The sign-in link printed at start; it works once. */
  signInLink: string
  dataDir: string
  /** What the server wrote to stderr so far. */
  log(): string
  /** Runs `thaw` on the server's data folder; resolves with its output whatever the exit code. */
  run(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }>
  /** Stops the server and starts it again, with the same data folder and address. @param meanwhile done in between. */
  restart(meanwhile?: () => Promise<void>): Promise<void>
  mocks: MockControl
}

/** Looks at and steers the mocks inside the server. */
export interface MockControl {
  /** Calls that arrived for a job (or for a list filtered by a vault), answered or not. */
  calls(subject: string): Promise<Call[]>
  /** Lets go what the scenario holds back, and mends what fails until then. */
  open(subject: string): Promise<void>
  /** Holds back what passes until then (`turnstile`). */
  shut(subject: string): Promise<void>
}

/** @throws {Error} with the server's own words when it ends instead of starting. */
export async function startThaw(storage: StorageKind | RemoteStorage): Promise<ThawServer> {
  const home = await mkdtemp(join(tmpdir(), 'thaw-e2e-'))
  const dataDir = join(home, 'data')
  const socket = join(home, 'mocks.sock')
  const env: NodeJS.ProcessEnv = {
    ...inherited(),
    THAW_DATA_DIR: dataDir,
    THAW_TOKEN: bearerToken,
    THAW_MOCKS_SOCKET: socket,
    AWS_ACCESS_KEY_ID: typeof storage === 'string' ? 'AKIDEXAMPLE' : storage.accessKeyId,
    AWS_SECRET_ACCESS_KEY: typeof storage === 'string' ? 'secret' : storage.secretAccessKey,
  }
  let log = ''
  let server: ChildProcess | undefined
  /** @returns the sign-in link. */
  function launch(port: string): Promise<string> {
    server = spawn(process.execPath, [...serveArguments(storage), '--port', port], {
      cwd: project,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    server.stderr!.setEncoding('utf8').on('data', (text: string) => {
      log += text
    })
    return printedLink(server, () => log)
  }
  try {
    const signInLink = await launch('0')
    const { origin, port } = new URL(signInLink)
    return {
      url: origin,
      signInLink,
      dataDir,
      log: () => log,
      run: (...args) => runThaw(args, env),
      async restart(meanwhile) {
        await stop(server)
        await meanwhile?.()
        await launch(port)
      },
      mocks: mockControl(socket),
      [Symbol.asyncDispose]: () => stop(server).finally(() => rm(home, { recursive: true, force: true })),
    }
  } catch (error) {
    await stop(server).finally(() => rm(home, { recursive: true, force: true }))
    throw error
  }
}

function serveArguments(storage: StorageKind | RemoteStorage): string[] {
  if (storage === 'embedded') return [bin, 'serve', '--storage-port', '0']
  if (typeof storage === 'object') return [bin, 'serve', '--endpoint', storage.endpoint]
  const mocks = ['--import', join(project, 'e2e/mocks/register.ts')]
  return [...mocks, join(project, 'lib/cli/main.ts'), 'serve', '--endpoint', endpoints[storage]]
}

/** The environment without what would point a server or a client of the tests somewhere else. */
function inherited(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(AWS_|THAW_|PORT$|NODE_OPTIONS$)/.test(name))
  return Object.fromEntries(kept) as NodeJS.ProcessEnv
}

function printedLink(server: ChildProcess, log: () => string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  let output = ''
  server.stdout!.setEncoding('utf8').on('data', (text: string) => {
    output += text
    const link = output.match(/https?:\/\/\S+\/sign-in\?code=\S+(?=\n)/)
    if (link) resolve(link[0])
  })
  server.once('error', reject)
  server.once('exit', () => reject(new Error(`thaw serve ended without a sign-in link\n${output}${log()}`)))
  return promise
}

/** Longer than a server takes that cuts what still runs. */
const patience = 30_000

/** @throws {Error} when the server has to be killed: it should have ended by itself. */
async function stop(server: ChildProcess | undefined): Promise<void> {
  if (!server || server.exitCode !== null || server.signalCode !== null) return
  const ended = once(server, 'exit')
  server.kill('SIGTERM')
  const killed = setTimeout(() => server.kill('SIGKILL'), patience)
  await ended
  clearTimeout(killed)
  if (server.signalCode === 'SIGKILL') throw new Error(`thaw serve did not stop within ${patience / 1000} seconds`)
}

async function runThaw(args: string[], env: NodeJS.ProcessEnv) {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [bin, ...args], { env, maxBuffer: 2 ** 26 })
    return { code: 0, stdout, stderr }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
    return { code, stdout, stderr }
  }
}

function mockControl(socketPath: string): MockControl {
  const ask = async (method: string, path: string, subject: string): Promise<unknown> => {
    const asked = request({
      agent: false,
      socketPath,
      method,
      path: `${path}?subject=${encodeURIComponent(subject)}`,
    }).end()
    const [response] = await once(asked, 'response')
    return json(response)
  }
  return {
    calls: async (subject) => (await ask('GET', '/calls', subject)) as Call[],
    open: async (subject) => void (await ask('POST', '/open', subject)),
    shut: async (subject) => void (await ask('POST', '/shut', subject)),
  }
}
