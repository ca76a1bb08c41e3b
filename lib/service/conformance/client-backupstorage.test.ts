/** Our own client against the real service, by socket and in process. */
import { Readable } from 'node:stream'
import { BackupClient, StartBackupJobCommand } from '@aws-sdk/client-backup'
import {
  BackupStorage,
  DataAlreadyExistsException,
  paginateListChunks,
  paginateListObjects,
} from '@aws-sdk/client-backupstorage'
import {
  CollectGarbageCommand,
  CommitBackupJobCommand,
  DescribeStoreCommand,
} from '@aws-sdk/client-backupstorage/extensions'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NAMES, REGION, sha256, summary, temporaryService } from './service.ts'

describe.each(['by socket', 'in process'] as const)('@aws-sdk/client-backupstorage %s', (way) => {
  let service: Awaited<ReturnType<typeof temporaryService>>
  let backup: BackupClient
  let storage: BackupStorage
  let jobs = 0

  beforeAll(async () => {
    service = await temporaryService()
    const settings = {
      endpoint: service.endpoint,
      region: REGION,
      credentials: service.credentials,
      maxAttempts: 1,
      ...(way === 'in process' && { requestHandler: service.requestHandler }),
    }
    backup = new BackupClient(settings)
    storage = new BackupStorage(settings)
  })
  afterAll(async () => {
    backup.destroy()
    storage.destroy()
    await service[Symbol.asyncDispose]()
  })

  async function startJob(resource = `own-${jobs++}`): Promise<string> {
    const ResourceArn = `arn:aws:thaw::000000000000:resource/${resource}`
    const command = new StartBackupJobCommand({
      BackupVaultName: 'Default',
      ResourceArn,
      IamRoleArn: 'arn:aws:iam::000000000000:role/r',
    })
    return (await backup.send(command)).BackupJobId!
  }

  const chunkOf = (bytes: Buffer) => ({
    Data: bytes,
    Length: bytes.length,
    Checksum: sha256(bytes),
    ChecksumAlgorithm: 'SHA256' as const,
  })

  async function put(BackupJobId: string, ObjectName: string, chunks: Buffer[], more = {}) {
    const { UploadId } = await storage.startObject({ BackupJobId, ObjectName })
    for (const [ChunkIndex, bytes] of chunks.entries())
      await storage.putChunk({ BackupJobId, UploadId, ChunkIndex, ...chunkOf(bytes) })
    const ObjectChecksum = summary(chunks.map(sha256))
    return await storage.notifyObjectComplete({
      BackupJobId,
      UploadId,
      ObjectChecksum,
      ObjectChecksumAlgorithm: 'SUMMARY',
      ...more,
    })
  }

  async function read(StorageJobId: string, name: string): Promise<Buffer> {
    const { ObjectList } = await storage.listObjects({ StorageJobId, StartingObjectPrefix: name, MaxResults: 1 })
    const parts: Uint8Array[] = []
    for await (const page of paginateListChunks(
      { client: storage },
      { StorageJobId, ObjectToken: ObjectList![0]!.ObjectToken },
    ))
      for (const { ChunkToken } of page.ChunkList ?? [])
        parts.push(await (await storage.getChunk({ StorageJobId, ChunkToken })).Data!.transformToByteArray())
    return Buffer.concat(parts)
  }

  it('writes and reads large and small chunks, with all nine operations', async () => {
    const job = await startJob()
    const large = Buffer.alloc(3 * 1024 * 1024 + 1, 'large')
    const blob = Buffer.from('a blob')
    await put(job, 'object', [large, Buffer.from('small')], {
      MetadataString: 'facts',
      MetadataBlob: blob,
      MetadataBlobLength: blob.length,
      MetadataBlobChecksum: sha256(blob),
      MetadataBlobChecksumAlgorithm: 'SHA256',
    })
    expect((await read(job, 'object')).equals(Buffer.concat([large, Buffer.from('small')]))).toBe(true)

    const { ObjectList } = await storage.listObjects({ StorageJobId: job })
    expect(ObjectList).toMatchObject([
      {
        Name: 'object',
        ChunksCount: 2,
        ObjectLength: large.length + 5,
        CreationTime: expect.any(Date),
        MetadataString: 'facts',
      },
    ])
    const metadata = await storage.getObjectMetadata({ StorageJobId: job, ObjectToken: ObjectList![0]!.ObjectToken })
    expect(metadata).toMatchObject({
      MetadataString: 'facts',
      MetadataBlobLength: blob.length,
      MetadataBlobChecksum: sha256(blob),
    })
    expect(await metadata.MetadataBlob!.transformToString()).toBe('a blob')

    const inline = {
      InlineChunk: blob,
      InlineChunkLength: blob.length,
      InlineChunkChecksum: sha256(blob),
      InlineChunkChecksumAlgorithm: 'SHA256',
    }
    expect(await storage.putObject({ BackupJobId: job, ObjectName: 'inline', ...inline })).toMatchObject({
      ObjectChecksum: summary([sha256(blob)]),
    })
    expect(String(await read(job, 'inline'))).toBe('a blob')
    await storage.deleteObject({ BackupJobId: job, ObjectName: 'inline' })
    expect((await storage.listObjects({ StorageJobId: job, StartingObjectPrefix: 'inline' })).ObjectList).toEqual([])
  })

  it('keeps every name byte for byte, page by page', async () => {
    const job = await startJob()
    for (const ObjectName of NAMES) await storage.putObject({ BackupJobId: job, ObjectName })
    const found: string[] = []
    for await (const page of paginateListObjects({ client: storage, pageSize: 7 }, { StorageJobId: job }))
      found.push(...(page.ObjectList ?? []).map((object) => object.Name!))
    expect(found).toEqual(NAMES.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))))
    for (const ObjectName of NAMES) await storage.deleteObject({ BackupJobId: job, ObjectName })
    expect((await storage.listObjects({ StorageJobId: job })).ObjectList).toEqual([])
  })

  it('sends a stream, and a stream that differs from its checksum leaves no trace', async () => {
    const job = await startJob()
    const { UploadId } = await storage.startObject({ BackupJobId: job, ObjectName: 'streamed' })
    const bytes = Buffer.alloc(200_000, 'x')
    const chunk = { BackupJobId: job, UploadId, ChunkIndex: 0, ...chunkOf(bytes) }
    const other = Readable.from([bytes.subarray(1), Buffer.from('y')])
    await expect(storage.putChunk({ ...chunk, Data: other })).rejects.toMatchObject({
      name: 'IllegalArgumentException',
    })
    await storage.putChunk({ ...chunk, Data: Readable.from([bytes.subarray(0, 70_000), bytes.subarray(70_000)]) })
    await storage.notifyObjectComplete({
      BackupJobId: job,
      UploadId,
      ObjectChecksum: summary([sha256(bytes)]),
      ObjectChecksumAlgorithm: 'SUMMARY',
    })
    expect((await read(job, 'streamed')).equals(bytes)).toBe(true)
  })

  it('gets typed errors', async () => {
    const job = await startJob()
    await storage.putObject({ BackupJobId: job, ObjectName: 'taken' })
    const error = await storage
      .putObject({ BackupJobId: job, ObjectName: 'taken', ThrowOnDuplicate: true })
      .catch((thrown) => thrown)
    expect(error).toBeInstanceOf(DataAlreadyExistsException)
    expect(error).toMatchObject({
      Checksum: summary([]),
      ChecksumAlgorithm: 'SUMMARY',
      $metadata: { requestId: expect.any(String) },
    })
    await expect(storage.getChunk({ StorageJobId: job, ChunkToken: 'x' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    })
  })

  it('commits, describes the store and collects garbage', async () => {
    const job = await startJob('collected')
    await put(job, 'kept', [Buffer.from('kept')])
    const { UploadId } = await storage.startObject({ BackupJobId: job, ObjectName: 'never completed' })
    await storage.putChunk({ BackupJobId: job, UploadId, ChunkIndex: 0, ...chunkOf(Buffer.from('garbage soon')) })
    await expect(storage.send(new CommitBackupJobCommand({ BackupJobId: job }))).rejects.toMatchObject({
      name: 'IllegalArgumentException',
    })
    await storage.send(new CommitBackupJobCommand({ BackupJobId: job, AbandonOpenUploads: true }))
    await storage.send(new CommitBackupJobCommand({ BackupJobId: job }))

    const store = await storage.send(new DescribeStoreCommand({}))
    expect(store).toMatchObject({
      StoredBytes: expect.any(Number),
      FreeBytes: expect.any(Number),
      ChunkCount: expect.any(Number),
      JobCount: jobs + 1,
    })
    const would = await storage.send(new CollectGarbageCommand({ DryRun: true, GraceSeconds: 0 }))
    expect(would.ChunkCount).toBeGreaterThan(0)
    expect(await storage.send(new CollectGarbageCommand({ GraceSeconds: 0 }))).toMatchObject({
      ChunkCount: would.ChunkCount,
      ByteCount: would.ByteCount,
    })
    expect(String(await read(job, 'kept'))).toBe('kept')
  })

  it('S24 W28 left no secret in the log and no failure that nobody expected', () => {
    const text = JSON.stringify(service.lines)
    expect(text).not.toContain(service.credentials.secretAccessKey)
    expect(text).not.toMatch(/Signature=/)
    expect(service.lines.filter((line) => line.error === 'ServiceInternalException')).toEqual([])
  })
})
