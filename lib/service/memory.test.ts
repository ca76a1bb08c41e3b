import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { Agent } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { BackupClient, StartBackupJobCommand } from '@aws-sdk/client-backup'
import {
  BackupStorageClient,
  GetChunkCommand,
  ListChunksCommand,
  ListObjectsCommand,
  NotifyObjectCompleteCommand,
  PutChunkCommand,
  StartObjectCommand,
} from '@aws-sdk/client-backupstorage'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { sha256, summary } from './conformance/service.ts'

vi.setConfig({ testTimeout: 300_000 }) // gigabytes through a disk that may be busy

const MiB = 2 ** 20

let dataDir: string
let child: ChildProcess
let storage: BackupStorageClient
let job: string
let upload: string
/** The most memory the process had, as far as we looked. Bytes. */
let most: number
let watch: NodeJS.Timeout

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'thaw-memory-'))
  // With the flags and settings of `bin/thaw`.
  const execArgv = ['--heap-growing-percent=150', '--max-semi-space-size=8']
  const malloc = { MALLOC_MMAP_THRESHOLD_: String(2 * MiB), MALLOC_TRIM_THRESHOLD_: String(2 * MiB) }
  const env = { ...process.env, ...malloc }
  child = fork(join(import.meta.dirname, 'memory.child.ts'), [dataDir], { execArgv, env })
  const [connection] = await once(child, 'message')
  const httpAgent = new Agent({ maxSockets: 1000 })
  storage = new BackupStorageClient({ ...connection, maxAttempts: 1, requestHandler: { httpAgent } })
  const input = {
    BackupVaultName: 'Default',
    ResourceArn: 'arn:aws:thaw::0:resource/x',
    IamRoleArn: 'arn:aws:iam::0:r',
  }
  job = (await new BackupClient(connection).send(new StartBackupJobCommand(input))).BackupJobId!
  upload = (await storage.send(new StartObjectCommand({ BackupJobId: job, ObjectName: 'x' }))).UploadId!
  most = 0
  watch = setInterval(() => {
    most = Math.max(most, residentBytes())
  }, 10)
})
afterEach(async () => {
  clearInterval(watch)
  storage.destroy()
  child.kill('SIGKILL')
  await once(child, 'exit')
  rmSync(dataDir, { recursive: true })
})

function residentBytes(): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) * 1024
}

/** What lies outside of the JavaScript heap: chunks above all. Bytes. */
async function externalBytes(): Promise<number> {
  child.send('memory')
  const [{ external }] = await once(child, 'message')
  return external
}

function put(content: Buffer, ChunkIndex: number) {
  const checks = { Length: content.length, Checksum: sha256(content), ChecksumAlgorithm: 'SHA256' } as const
  return storage.send(new PutChunkCommand({ BackupJobId: job, UploadId: upload, ChunkIndex, Data: content, ...checks }))
}

/** How many ended in which way. */
function tally(outcomes: PromiseSettledResult<unknown>[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const outcome of outcomes) {
    const name = outcome.status === 'fulfilled' ? 'done' : outcome.reason.name
    counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}

describe.skipIf(process.platform !== 'linux')('the memory of the service', () => {
  it('R02 64 uploads of 64 MiB at once: what is too much is throttled, and memory stays within 400 MiB', async () => {
    const content = randomBytes(64 * MiB)
    const outcomes = await Promise.allSettled(Array.from({ length: 64 }, (_, index) => put(content, index)))
    const { done = 0, ThrottlingException = 0, ...others } = tally(outcomes)
    expect(others).toEqual({})
    expect(done).toBeGreaterThanOrEqual(3)
    expect(done + ThrottlingException).toBe(64)
    expect(most).toBeLessThan(400 * MiB)
    // Room comes back: the next one is taken.
    await put(content, 64)
  })

  it('R01 200 readers that do not read: within 400 MiB, what is too much is throttled, and it goes back after them', async () => {
    const content = randomBytes(4 * MiB)
    await put(content, 0)
    const ObjectChecksum = summary([sha256(content)])
    const complete = { ObjectChecksum, ObjectChecksumAlgorithm: 'SUMMARY' } as const
    await storage.send(new NotifyObjectCompleteCommand({ BackupJobId: job, UploadId: upload, ...complete }))
    const { ObjectList } = await storage.send(new ListObjectsCommand({ StorageJobId: job }))
    const { ObjectToken } = ObjectList![0]!
    const { ChunkList } = await storage.send(new ListChunksCommand({ StorageJobId: job, ObjectToken }))
    const chunk = { StorageJobId: job, ChunkToken: ChunkList![0]!.ChunkToken }

    const before = await externalBytes()
    const resident = residentBytes()
    for (let round = 0; round < 2; round++) {
      const bodies: Readable[] = []
      const read = async () => {
        const { Data } = await storage.send(new GetChunkCommand(chunk))
        bodies.push((Data as Readable).on('error', () => {}))
      }
      const outcomes = await Promise.allSettled(Array.from({ length: 200 }, read))
      const { done = 0, ThrottlingException = 0, ...others } = tally(outcomes)
      expect(others).toEqual({})
      expect(done).toBeGreaterThanOrEqual(128 / 4)
      expect(ThrottlingException).toBeGreaterThan(0)
      for (const body of bodies) body.destroy()
      // All but the memory that is kept for the next chunks.
      await expect.poll(externalBytes, { timeout: 60_000 }).toBeLessThan(before + 40 * MiB)
      await expect.poll(residentBytes, { timeout: 60_000 }).toBeLessThan(resident + 110 * MiB)
    }
    expect(most).toBeLessThan(400 * MiB)
  })
})
