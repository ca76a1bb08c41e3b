/** An engine on a real index and a chunk store in memory, with short names for what tests do all the time. */
import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BackupObject } from '@aws-sdk/client-backupstorage'
import { type MemoryChunkStore, memoryChunkStore } from '../chunks/memory.testing.ts'
import { openSqliteIndex } from '../index/sqlite/index.ts'
import type { IndexStore } from '../index-store.ts'
import { type CallContext, createEngine, type Engine } from './index.ts'

export const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('base64')

export const summaryOf = (...contents: (string | Uint8Array)[]) =>
  sha256(Buffer.concat(contents.map((content) => Buffer.from(sha256(content), 'base64'))))

/** A body in two pieces. */
export async function* body(content: string | Uint8Array): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(content)
  yield bytes.subarray(0, bytes.length >> 1)
  yield bytes.subarray(bytes.length >> 1)
}

export const context: CallContext = { requestId: 'test', signal: new AbortController().signal }

export const RESOURCE = 'arn:aws:thaw::000000000000:resource/host:/folder'

export class TestEngine implements AsyncDisposable {
  readonly engine: Engine
  readonly index: IndexStore
  readonly chunks: MemoryChunkStore
  readonly clock: { now: number }
  /** Why garbage has to be kept; none unless a test sets it. */
  readonly garbage: { kept?: string }
  readonly #directory: string

  constructor(parts: Pick<TestEngine, 'engine' | 'index' | 'chunks' | 'clock' | 'garbage'>, directory: string) {
    this.engine = parts.engine
    this.index = parts.index
    this.chunks = parts.chunks
    this.clock = parts.clock
    this.garbage = parts.garbage
    this.#directory = directory
  }

  /** Calls an operation; members that a test wants wrong or absent may be. */
  call<Name extends keyof Engine>(name: Name, input: object): ReturnType<Engine[Name]> {
    return this.engine[name](input as never, context) as ReturnType<Engine[Name]>
  }

  async start(input: object = {}): Promise<string> {
    const started = await this.call('startBackupJob', {
      BackupVaultName: 'Default',
      ResourceArn: RESOURCE,
      IamRoleArn: 'arn:aws:iam::000000000000:role/thaw',
      ...input,
    })
    return started.BackupJobId!
  }

  put(BackupJobId: string, ObjectName: string, content: string | Uint8Array, more: object = {}) {
    return this.call('putObject', {
      BackupJobId,
      ObjectName,
      InlineChunk: body(content),
      InlineChunkLength: Buffer.byteLength(content),
      InlineChunkChecksum: sha256(content),
      InlineChunkChecksumAlgorithm: 'SHA256',
      ...more,
    })
  }

  async upload(BackupJobId: string, ObjectName: string, more: object = {}): Promise<string> {
    return (await this.call('startObject', { BackupJobId, ObjectName, ...more })).UploadId!
  }

  chunk(BackupJobId: string, UploadId: string, ChunkIndex: number, content: string | Uint8Array, more: object = {}) {
    return this.call('putChunk', {
      BackupJobId,
      UploadId,
      ChunkIndex,
      Data: body(content),
      Length: Buffer.byteLength(content),
      Checksum: sha256(content),
      ChecksumAlgorithm: 'SHA256',
      ...more,
    })
  }

  complete(BackupJobId: string, UploadId: string, contents: readonly string[], more: object = {}) {
    return this.call('notifyObjectComplete', {
      BackupJobId,
      UploadId,
      ObjectChecksum: summaryOf(...contents),
      ObjectChecksumAlgorithm: 'SUMMARY',
      ...more,
    })
  }

  async list(StorageJobId: string, more: object = {}): Promise<BackupObject[]> {
    const all: BackupObject[] = []
    let NextToken: string | undefined
    do {
      const page = await this.call('listObjects', { StorageJobId, ...more, NextToken })
      all.push(...page.ObjectList!)
      NextToken = page.NextToken
    } while (NextToken !== undefined)
    return all
  }

  /** The bytes of an object, through ListChunks and GetChunk. */
  async read(StorageJobId: string, ObjectToken: string): Promise<string> {
    let content = ''
    let NextToken: string | undefined
    do {
      const page = await this.call('listChunks', { StorageJobId, ObjectToken, NextToken })
      for (const { ChunkToken } of page.ChunkList!)
        content += (await this.call('getChunk', { StorageJobId, ChunkToken })).Data!.toString()
      NextToken = page.NextToken
    } while (NextToken !== undefined)
    return content
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.index[Symbol.asyncDispose]()
    await rm(this.#directory, { recursive: true })
  }
}

export async function openEngine(): Promise<TestEngine> {
  const directory = await mkdtemp(join(tmpdir(), 'thaw-engine-'))
  const index = await openSqliteIndex({ directory })
  const chunks = memoryChunkStore()
  const clock = { now: Date.UTC(2026, 0, 1) }
  const garbage: { kept?: string } = {}
  const engine = createEngine({
    index,
    chunks,
    tokenKey: Buffer.alloc(32, 7),
    region: 'eu-north-1',
    clock: () => clock.now,
    keepGarbage: async () => garbage.kept,
  })
  return new TestEngine({ engine, index, chunks, clock, garbage }, directory)
}
