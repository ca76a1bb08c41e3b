import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openService, type Service } from '../open.ts'

export const REGION = 'eu-test-1'

/** What a request was answered with, and anything the service itself found wrong. */
export type Logged = Record<string, unknown>

/** A service on a folder and a port of its own; both are gone when it is disposed. */
export interface TemporaryService extends Service {
  readonly dataDir: string
  readonly lines: Logged[]
  /** Stops it and starts another one on the same folder and port. */
  restart(): Promise<void>
}

export async function temporaryService(): Promise<TemporaryService> {
  const dataDir = await mkdtemp(join(tmpdir(), 'thaw-conformance-'))
  const lines: Logged[] = []
  const note = (facts: object) => void lines.push(facts as Logged)
  const log = { info: note, warn: note, error: note }
  const open = (port: number) => openService({ dataDir, host: '127.0.0.1', port, region: REGION, log })
  let service = await open(0)
  const { endpoint, storeId, isOfOlderVersion, region, credentials } = service
  return {
    endpoint,
    storeId,
    isOfOlderVersion,
    region,
    credentials,
    get requestHandler() {
      return service.requestHandler
    },
    dataDir,
    lines,
    async restart() {
      await service[Symbol.asyncDispose]()
      service = await open(Number(new URL(endpoint).port))
    },
    async [Symbol.asyncDispose]() {
      await service[Symbol.asyncDispose]()
      await rm(dataDir, { recursive: true })
    },
  }
}

export const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('base64')

/** The SUMMARY over chunk checksums. */
export const summary = (checksums: string[]) =>
  sha256(Buffer.concat(checksums.map((sum) => Buffer.from(sum, 'base64'))))

/** Names that clients, servers and proxies get wrong. */
export const NAMES = [
  'plain.txt',
  'a/b/c.txt',
  'a//b',
  '/lead',
  'trail/',
  'with space',
  'plus+plus',
  '%41',
  'pct%41%2Fx',
  '%',
  'é-日本-😀',
  'e\u0301',
  '\u00e9',
  '..',
  '.',
  '../../etc/passwd',
  'complete',
  'put-object',
  'list',
  'q?x=1&y=2#frag',
  "~!*()'",
  '\\',
  'tab\there',
  '__proto__',
]
