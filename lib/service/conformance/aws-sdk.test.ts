/** The last official client that knows the Backup Storage API, against the real service. */
import { once } from 'node:events'
import { createServer, request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PassThrough, Readable } from 'node:stream'
import { BackupClient, StartBackupJobCommand } from '@aws-sdk/client-backup'
import { BackupStorageClient } from '@aws-sdk/client-backupstorage'
import { CommitBackupJobCommand } from '@aws-sdk/client-backupstorage/extensions'
import BackupStorage from 'aws-sdk/clients/backupstorage.js'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { NAMES, REGION, sha256, summary, temporaryService } from './service.ts'

vi.hoisted(() => {
  process.env.AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE = '1'
})

let service: Awaited<ReturnType<typeof temporaryService>>
let storage: BackupStorage
let jobs = 0

const clientFor = (endpoint: string, settings = {}) =>
  new BackupStorage({ endpoint, region: REGION, credentials: service.credentials, maxRetries: 0, ...settings })

beforeAll(async () => {
  service = await temporaryService()
  storage = clientFor(service.endpoint)
})
afterAll(() => service[Symbol.asyncDispose]())

async function startJob(): Promise<string> {
  const backup = new BackupClient({ endpoint: service.endpoint, region: REGION, credentials: service.credentials })
  const resource = `arn:aws:thaw::000000000000:resource/aws-sdk-${jobs++}`
  const command = new StartBackupJobCommand({
    BackupVaultName: 'Default',
    ResourceArn: resource,
    IamRoleArn: 'arn:aws:iam::000000000000:role/r',
  })
  return (await backup.send(command)).BackupJobId!
}

const chunkOf = (text: string) => ({
  Data: Buffer.from(text),
  Length: Buffer.byteLength(text),
  Checksum: sha256(text),
  ChecksumAlgorithm: 'SHA256',
})

/** StartObject, one PutChunk a text, NotifyObjectComplete. */
async function putInChunks(BackupJobId: string, ObjectName: string, texts: string[], more = {}) {
  const { UploadId } = await storage.startObject({ BackupJobId, ObjectName }).promise()
  for (const [ChunkIndex, text] of texts.entries()) {
    const answer = await storage.putChunk({ BackupJobId, UploadId: UploadId!, ChunkIndex, ...chunkOf(text) }).promise()
    expect(answer).toEqual({ ChunkChecksum: sha256(text), ChunkChecksumAlgorithm: 'SHA256' })
  }
  const ObjectChecksum = summary(texts.map(sha256))
  const complete = { BackupJobId, UploadId: UploadId!, ObjectChecksum, ObjectChecksumAlgorithm: 'SUMMARY', ...more }
  return await storage.notifyObjectComplete(complete).promise()
}

async function find(StorageJobId: string, name: string) {
  const { ObjectList } = await storage.listObjects({ StorageJobId, StartingObjectName: name, MaxResults: 1 }).promise()
  expect(ObjectList[0]?.Name).toBe(name)
  return ObjectList[0]!
}

async function read(StorageJobId: string, name: string): Promise<string> {
  const { ObjectToken } = await find(StorageJobId, name)
  const { ChunkList } = await storage.listChunks({ StorageJobId, ObjectToken }).promise()
  const parts: string[] = []
  for (const chunk of ChunkList) {
    const answer = await storage.getChunk({ StorageJobId, ChunkToken: chunk.ChunkToken }).promise()
    expect(answer).toMatchObject({ Length: chunk.Length, Checksum: chunk.Checksum, ChecksumAlgorithm: 'SHA256' })
    parts.push(String(answer.Data))
  }
  return parts.join('')
}

describe('aws-sdk 2', () => {
  it('writes, lists, reads and deletes with all nine operations', async () => {
    const job = await startJob()
    const blob = Buffer.from('{"kept":"whole"}')
    await putInChunks(job, 'two chunks', ['first ', 'second'], {
      MetadataString: 'k=v a+b/c%d',
      MetadataBlob: blob,
      MetadataBlobLength: blob.length,
      MetadataBlobChecksum: sha256(blob),
      MetadataBlobChecksumAlgorithm: 'SHA256',
    })
    const inline = {
      InlineChunk: Buffer.from('inline'),
      InlineChunkLength: 6,
      InlineChunkChecksum: sha256('inline'),
      InlineChunkChecksumAlgorithm: 'SHA256',
    }
    await storage
      .putObject({
        BackupJobId: job,
        ObjectName: 'one call',
        ...inline,
        ObjectChecksum: summary([sha256('inline')]),
        ObjectChecksumAlgorithm: 'SUMMARY',
      })
      .promise()
    await storage.putObject({ BackupJobId: job, ObjectName: 'empty' }).promise()

    expect(await read(job, 'two chunks')).toBe('first second')
    expect(await read(job, 'one call')).toBe('inline')
    expect(await read(job, 'empty')).toBe('')
    const object = await find(job, 'two chunks')
    expect(object).toMatchObject({ ChunksCount: 2, MetadataString: 'k=v a+b/c%d', ObjectChecksumAlgorithm: 'SUMMARY' })
    expect(await storage.getObjectMetadata({ StorageJobId: job, ObjectToken: object.ObjectToken }).promise()).toEqual({
      MetadataString: 'k=v a+b/c%d',
      MetadataBlob: blob,
      MetadataBlobLength: blob.length,
      MetadataBlobChecksum: sha256(blob),
      MetadataBlobChecksumAlgorithm: 'SHA256',
    })
    await storage.deleteObject({ BackupJobId: job, ObjectName: 'one call' }).promise()
    const { ObjectList } = await storage.listObjects({ StorageJobId: job }).promise()
    expect(ObjectList.map(({ Name }) => Name)).toEqual(['empty', 'two chunks'])
  })

  it('N01 N10 keeps every name byte for byte', async () => {
    const job = await startJob()
    for (const name of NAMES) await putInChunks(job, name, [`content of ${name}`])
    const { ObjectList } = await storage.listObjects({ StorageJobId: job }).promise()
    const byBytes = NAMES.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    expect(ObjectList.map(({ Name }) => Name)).toEqual(byBytes)
    for (const name of NAMES) expect(await read(job, name)).toBe(`content of ${name}`)
    for (const name of NAMES) await storage.deleteObject({ BackupJobId: job, ObjectName: name }).promise()
    expect((await storage.listObjects({ StorageJobId: job }).promise()).ObjectList).toEqual([])
  })

  it('pages through objects and chunks', async () => {
    const job = await startJob()
    for (const name of ['p/1', 'p/2', 'p/3', 'q'])
      await storage.putObject({ BackupJobId: job, ObjectName: name }).promise()
    const names: string[] = []
    let NextToken: string | undefined
    do {
      const page = await storage
        .listObjects({ StorageJobId: job, StartingObjectPrefix: 'p/', MaxResults: 2, NextToken })
        .promise()
      names.push(...page.ObjectList.map(({ Name }) => Name))
      NextToken = page.NextToken
    } while (NextToken)
    expect(names).toEqual(['p/1', 'p/2', 'p/3'])

    await putInChunks(job, 'chunks', ['a', 'b', 'c'])
    const { ObjectToken } = await find(job, 'chunks')
    const first = await storage.listChunks({ StorageJobId: job, ObjectToken, MaxResults: 2 }).promise()
    const rest = await storage.listChunks({ StorageJobId: job, ObjectToken, NextToken: first.NextToken }).promise()
    expect([...first.ChunkList, ...rest.ChunkList].map(({ Index, Length }) => [Index, Length])).toEqual([
      [0, 1],
      [1, 1],
      [2, 1],
    ])
    expect(rest.NextToken).toBeUndefined()
  })

  it('filters by time', async () => {
    const job = await startJob()
    await storage.putObject({ BackupJobId: job, ObjectName: 'now' }).promise()
    const list = async (filter: object) =>
      (await storage.listObjects({ StorageJobId: job, ...filter }).promise()).ObjectList.length
    expect(await list({ CreatedAfter: new Date('2020-01-01T00:00:00.678Z') })).toBe(1)
    expect(await list({ CreatedBefore: new Date('2020-01-01') })).toBe(0)
    expect(await list({ CreatedAfter: new Date('2120-01-01') })).toBe(0)
  })

  it('W11 sends a stream of unknown length', async () => {
    const job = await startJob()
    const { UploadId } = await storage.startObject({ BackupJobId: job, ObjectName: 'streamed' }).promise()
    const Data = new PassThrough()
    Readable.from([Buffer.alloc(100_000, 'a'), Buffer.alloc(100_000, 'b')]).pipe(Data)
    const whole = `${'a'.repeat(100_000)}${'b'.repeat(100_000)}`
    await storage.putChunk({ BackupJobId: job, UploadId: UploadId!, ChunkIndex: 0, ...chunkOf(whole), Data }).promise()
    await storage
      .notifyObjectComplete({
        BackupJobId: job,
        UploadId: UploadId!,
        ObjectChecksum: summary([sha256(whole)]),
        ObjectChecksumAlgorithm: 'SUMMARY',
      })
      .promise()
    expect(await read(job, 'streamed')).toBe(whole)
  })

  it('reads a chunk as a stream', async () => {
    const job = await startJob()
    await putInChunks(job, 'object', ['as a stream'])
    const { ObjectToken } = await find(job, 'object')
    const { ChunkList } = await storage.listChunks({ StorageJobId: job, ObjectToken }).promise()
    const stream = storage.getChunk({ StorageJobId: job, ChunkToken: ChunkList[0]!.ChunkToken }).createReadStream()
    expect(String(Buffer.concat(await stream.toArray()))).toBe('as a stream')
  })
})

describe('errors reach aws-sdk 2 under their names', () => {
  const code = (name: string, statusCode: number) =>
    expect.objectContaining({ code: name, statusCode, requestId: expect.stringMatching(/./) })

  it('DataAlreadyExists, from StartObject and PutObject', async () => {
    const job = await startJob()
    await storage.putObject({ BackupJobId: job, ObjectName: 'taken' }).promise()
    const again = { BackupJobId: job, ObjectName: 'taken', ThrowOnDuplicate: true }
    await expect(storage.startObject(again).promise()).rejects.toEqual(code('DataAlreadyExistsException', 400))
    await expect(storage.putObject(again).promise()).rejects.toEqual(code('DataAlreadyExistsException', 400))
    await expect(storage.startObject({ ...again, ThrowOnDuplicate: false }).promise()).resolves.toHaveProperty(
      'UploadId',
    )
  })

  it('ResourceNotFound, IllegalArgument, and the message', async () => {
    const job = await startJob()
    await expect(storage.startObject({ BackupJobId: 'no-job', ObjectName: 'o' }).promise()).rejects.toEqual(
      code('ResourceNotFoundException', 404),
    )
    await expect(storage.getChunk({ StorageJobId: job, ChunkToken: 'made-up' }).promise()).rejects.toEqual(
      code('ResourceNotFoundException', 404),
    )
    await expect(storage.listObjects({ StorageJobId: job, MaxResults: 101 }).promise()).rejects.toMatchObject({
      code: 'IllegalArgumentException',
      message: 'MaxResults must be from 1 to 100',
    })
    const { UploadId } = await storage.startObject({ BackupJobId: job, ObjectName: 'o' }).promise()
    const minus = { BackupJobId: job, UploadId: UploadId!, ChunkIndex: -1, ...chunkOf('x') }
    await expect(storage.putChunk(minus).promise()).rejects.toEqual(code('IllegalArgumentException', 400))
  })

  it('W03 a wrong checksum', async () => {
    const job = await startJob()
    const { UploadId } = await storage.startObject({ BackupJobId: job, ObjectName: 'o' }).promise()
    const chunk = {
      BackupJobId: job,
      UploadId: UploadId!,
      ChunkIndex: 0,
      ...chunkOf('right'),
      Data: Buffer.from('wrong'),
    }
    await expect(storage.putChunk(chunk).promise()).rejects.toEqual(code('IllegalArgumentException', 400))
  })

  it('S03 AccessDenied for another secret', async () => {
    const credentials = { ...service.credentials, secretAccessKey: 'another secret of sufficient length' }
    await expect(
      clientFor(service.endpoint, { credentials }).listObjects({ StorageJobId: 'j' }).promise(),
    ).rejects.toEqual(code('AccessDeniedException', 403))
  })

  it('W10 the real error for a chunk that is too large, after all of it was sent', async () => {
    const job = await startJob()
    const { UploadId } = await storage.startObject({ BackupJobId: job, ObjectName: 'o' }).promise()
    const Data = Buffer.alloc(64 * 1024 * 1024 + 1)
    const chunk = {
      BackupJobId: job,
      UploadId: UploadId!,
      ChunkIndex: 0,
      Data,
      Length: Data.length,
      Checksum: sha256(Data),
      ChecksumAlgorithm: 'SHA256',
    }
    await expect(storage.putChunk(chunk).promise()).rejects.toEqual(code('IllegalArgumentException', 400))
  })
})

describe('what the retries of aws-sdk 2 do not break', () => {
  /** Stands before the service, passes on what was signed, Host included, and answers the first `failures` requests with 503 once the service has answered. */
  async function flakyProxy(failures: number) {
    const target = new URL(service.endpoint)
    const proxy = createServer((incoming, outgoing) => {
      const { method, url: path, headers } = incoming
      const forward = httpRequest({ host: target.hostname, port: target.port, method, path, headers }, (answer) => {
        const status = failures-- > 0 ? 503 : answer.statusCode!
        outgoing.writeHead(status, answer.headers)
        answer.pipe(outgoing)
      })
      incoming.pipe(forward)
    })
    proxy.listen(0, '127.0.0.1')
    await once(proxy, 'listening')
    return {
      port: (proxy.address() as AddressInfo).port,
      close: () => void proxy.close(),
      closeAll: () => proxy.closeAllConnections(),
    }
  }

  it('a PutChunk repeated with an empty body leaves the stored chunk alone', async () => {
    const job = await startJob()
    const { UploadId } = await storage.startObject({ BackupJobId: job, ObjectName: 'o' }).promise()
    const proxy = await flakyProxy(1)
    const flaky = clientFor(`http://127.0.0.1:${proxy.port}`, { maxRetries: 2, retryDelayOptions: { base: 1 } })
    const Data = new PassThrough()
    Data.end('the chunk')
    const call = flaky.putChunk({ BackupJobId: job, UploadId: UploadId!, ChunkIndex: 0, ...chunkOf('the chunk'), Data })
    // A retry within the same second has the same signature, and so the answer that was lost.
    const outcome = await call.promise().then(
      ({ ChunkChecksum }) => ChunkChecksum,
      ({ code }) => code,
    )
    expect([sha256('the chunk'), 'IllegalArgumentException']).toContain(outcome)
    proxy.closeAll()
    proxy.close()
    await storage
      .notifyObjectComplete({
        BackupJobId: job,
        UploadId: UploadId!,
        ObjectChecksum: summary([sha256('the chunk')]),
        ObjectChecksumAlgorithm: 'SUMMARY',
      })
      .promise()
    expect(await read(job, 'o')).toBe('the chunk')
  })

  it('W06 the same chunk again, and a completion told twice, are answered alike', async () => {
    const job = await startJob()
    const { UploadId } = await storage.startObject({ BackupJobId: job, ObjectName: 'o' }).promise()
    const chunk = { BackupJobId: job, UploadId: UploadId!, ChunkIndex: 0, ...chunkOf('same') }
    const first = await storage.putChunk(chunk).promise()
    expect(await storage.putChunk(chunk).promise()).toEqual(first)
    await expect(storage.putChunk({ ...chunk, ...chunkOf('else') }).promise()).rejects.toMatchObject({
      code: 'DataAlreadyExistsException',
    })
    const done = {
      BackupJobId: job,
      UploadId: UploadId!,
      ObjectChecksum: summary([sha256('same')]),
      ObjectChecksumAlgorithm: 'SUMMARY',
    }
    const completed = await storage.notifyObjectComplete(done).promise()
    expect(await storage.notifyObjectComplete(done).promise()).toEqual(completed)
  })

  it('S20 what is written again within the second, after something else, is what is stored', async () => {
    const client = clientFor(service.endpoint, { maxRetries: 3 })
    const job = await startJob()
    const put = (text: string) => {
      const { Data, Length, Checksum } = chunkOf(text)
      const inline = { InlineChunk: Data, InlineChunkLength: Length, InlineChunkChecksum: Checksum }
      const named = { BackupJobId: job, ObjectName: 'o', InlineChunkChecksumAlgorithm: 'SHA256' }
      return client.putObject({ ...named, ...inline }).promise()
    }
    const remove = () => client.deleteObject({ BackupJobId: job, ObjectName: 'o' }).promise()
    for (const text of ['a', 'b', 'a']) await put(text)
    expect(await read(job, 'o')).toBe('a')
    await remove()
    await put('a')
    await remove()
    expect((await storage.listObjects({ StorageJobId: job }).promise()).ObjectList).toEqual([])
    await put('a')
    expect(await read(job, 'o')).toBe('a')
  })

  it('a job stays readable after its commit', async () => {
    const job = await startJob()
    await putInChunks(job, 'o', ['kept'])
    const ours = new BackupStorageClient({
      endpoint: service.endpoint,
      region: REGION,
      credentials: service.credentials,
    })
    await ours.send(new CommitBackupJobCommand({ BackupJobId: job }))
    expect(await read(job, 'o')).toBe('kept')
    await expect(storage.deleteObject({ BackupJobId: job, ObjectName: 'o' }).promise()).rejects.toMatchObject({
      code: 'IllegalArgumentException',
    })
  })
})
