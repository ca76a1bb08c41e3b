import {
  BackupClient,
  DescribeBackupJobCommand,
  ListBackupJobsCommand,
  paginateListBackupJobs,
} from '@aws-sdk/client-backup'
import {
  type BackupObject,
  BackupStorage,
  type ListObjectsCommandInput,
  paginateListChunks,
  paginateListObjects,
} from '@aws-sdk/client-backupstorage'
import { setupServer } from 'msw/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bytesOf, sha256 } from './content.ts'
import { callsFor, open, shut } from './control.ts'
import { otherExceptions, storageExceptions } from './faults.ts'
import { bareEndpoint, fullEndpoint, handlers, hostileEndpoint } from './handlers.ts'
import { payloads } from './hostile.ts'
import { compareNames, hostileNames, lowerBound, millionNames, thousandNames } from './names.ts'

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }
const common = { region: 'us-east-1', credentials, maxAttempts: 3 }
const storage = new BackupStorage({ ...common, endpoint: fullEndpoint })
const backup = new BackupClient({ ...common, endpoint: fullEndpoint })
const server = setupServer(...handlers)

beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterAll(() => server.close())

async function allObjects(input: ListObjectsCommandInput): Promise<BackupObject[]> {
  const found: BackupObject[] = []
  for await (const page of paginateListObjects({ client: storage }, input)) found.push(...page.ObjectList!)
  return found
}

async function download(job: string, name: string): Promise<Buffer> {
  const [found] = await allObjects({ StorageJobId: job, StartingObjectPrefix: name })
  const parts: Uint8Array[] = []
  const listing = { StorageJobId: job, ObjectToken: found!.ObjectToken }
  for await (const page of paginateListChunks({ client: storage }, listing))
    for (const chunk of page.ChunkList!) {
      const { Data } = await storage.getChunk({ StorageJobId: job, ChunkToken: chunk.ChunkToken })
      parts.push(await Data!.transformToByteArray())
    }
  return Buffer.concat(parts)
}

describe('content', () => {
  it('is the same whichever part is asked for', () => {
    const whole = bytesOf('thousand', 'a', 0, 1_000)
    expect(bytesOf('thousand', 'a', 333, 100)).toEqual(whole.subarray(333, 433))
    expect(bytesOf('thousand', 'b', 0, 1_000)).not.toEqual(whole)
  })
})

describe('names', () => {
  it('a million are in order without an array', () => {
    const names = millionNames()
    const index = lowerBound(names, 'data/417/5')
    expect(names.at(index)).toBe('data/417/500.bin')
    expect(compareNames(names.at(index - 1), names.at(index))).toBe(-1)
  })
})

describe('listing', () => {
  it('pages through a thousand objects in order', async () => {
    const objects = await allObjects({ StorageJobId: 'thousand.paged' })
    expect(objects.map((object) => object.Name)).toEqual(Array.from({ length: 1000 }, (_, i) => thousandNames().at(i)))
    expect(callsFor('thousand.paged')).toHaveLength(10)
  })

  it('starts inside a million and carries the prefix in the token', async () => {
    const page = await storage.listObjects({
      StorageJobId: 'million',
      StartingObjectPrefix: 'data/999/9',
      MaxResults: 99,
    })
    const rest = await storage.listObjects({ StorageJobId: 'million', NextToken: page.NextToken })
    expect(rest.ObjectList!.map((object) => object.Name)).toEqual(['data/999/999.bin'])
    expect(rest.NextToken).toBeUndefined()
  })

  it('tells lengths and times only where the endpoint has them', async () => {
    const bare = new BackupStorage({ ...common, endpoint: bareEndpoint })
    const input = { StorageJobId: 'thousand', StartingObjectName: 'disk.img', MaxResults: 1 }
    expect((await storage.listObjects(input)).ObjectList![0]).toHaveProperty('ObjectLength', 8 * 1024 * 1024 + 17)
    expect((await bare.listObjects(input)).ObjectList![0]).not.toHaveProperty('ObjectLength')
  })

  it('carries hostile names unharmed', async () => {
    const names = (await allObjects({ StorageJobId: 'hostile-names' })).map((object) => object.Name)
    expect(names).toEqual([...hostileNames].sort(compareNames))
  })

  it('throttles every request twice, which the client outlasts', async () => {
    expect((await storage.listObjects({ StorageJobId: 'throttled.unit', MaxResults: 1 })).ObjectList).toHaveLength(1)
    expect(callsFor('throttled.unit')).toHaveLength(3)
  })

  it('throttles until the gate opens', async () => {
    const input = { StorageJobId: 'throttled-always.unit', MaxResults: 1 }
    await expect(storage.listObjects(input)).rejects.toMatchObject({ name: 'ThrottlingException' })
    open('throttled-always.unit')
    expect((await storage.listObjects(input)).ObjectList).toHaveLength(1)
  })

  it('holds calls until the gate opens', async () => {
    const answers = [1, 2, 3].map((MaxResults) => storage.listObjects({ StorageJobId: 'held.unit', MaxResults }))
    await expect.poll(() => callsFor('held.unit').length).toBe(3)
    open('held.unit')
    expect((await Promise.all(answers)).map((answer) => answer.ObjectList!.length)).toEqual([1, 2, 3])
  })

  it('lets a page token expire once', async () => {
    const StorageJobId = 'expired-token.unit-page'
    const first = await storage.listObjects({ StorageJobId })
    const second = { StorageJobId, NextToken: first.NextToken }
    await expect(storage.listObjects(second)).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
    const again = await storage.listObjects({ StorageJobId })
    expect((await storage.listObjects({ StorageJobId, NextToken: again.NextToken })).ObjectList).toHaveLength(100)
  })

  it('denies, and knows no other job', async () => {
    const list = (StorageJobId: string) => storage.listObjects({ StorageJobId })
    await expect(list('denied')).rejects.toMatchObject({ name: 'AccessDeniedException' })
    await expect(list('constructor')).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  })
})

describe('faults', () => {
  it.each(Object.entries(storageExceptions))(
    '%s is answered with %i until the gate opens, and again',
    async (name, status) => {
      const client = new BackupStorage({ ...common, maxAttempts: 1, endpoint: fullEndpoint })
      const input = { StorageJobId: `${name}.unit`, MaxResults: 1 }
      await expect(client.listObjects(input)).rejects.toMatchObject({ name, $metadata: { httpStatusCode: status } })
      open(input.StorageJobId)
      expect((await client.listObjects(input)).ObjectList).toHaveLength(1)
      shut(input.StorageJobId)
      await expect(client.listObjects(input)).rejects.toMatchObject({ name })
    },
  )

  it.each(Object.keys(otherExceptions))('%s is met by a list of jobs of this vault and by its job', async (name) => {
    const list = new ListBackupJobsCommand({ ByBackupVaultName: `${name}.unit` })
    await expect(backup.send(list)).rejects.toMatchObject({ name })
    await expect(backup.send(new DescribeBackupJobCommand({ BackupJobId: name }))).rejects.toMatchObject({ name })
  })

  it('one operation alone fails where the job says so', async () => {
    const StorageJobId = 'AccessDeniedException.ListChunks.unit'
    const { ObjectList } = await storage.listObjects({ StorageJobId, MaxResults: 1 })
    const chunks = storage.listChunks({ StorageJobId, ObjectToken: ObjectList![0]!.ObjectToken })
    await expect(chunks).rejects.toMatchObject({ name: 'AccessDeniedException' })
  })
})

describe('awkward answers', () => {
  it('pages that are short or empty go on to the end', async () => {
    const names = (await allObjects({ StorageJobId: 'sparse' })).map((object) => object.Name)
    expect(names).toEqual(Array.from({ length: 1000 }, (_, i) => thousandNames().at(i)))
    expect(await download('sparse', 'disk.img')).toHaveLength(300 * 1024)
  })

  it('bytes arrive in pieces, or break off', async () => {
    const bytes = await download('slow-stream', 'readme.txt')
    expect(bytes.equals(bytesOf('slow-stream', 'readme.txt', 0, bytes.length))).toBe(true)
    await expect(download('cut-stream', 'readme.txt')).rejects.toThrow()
    await expect(download('cut-once', 'readme.txt')).rejects.toThrow()
    expect(await download('cut-once', 'readme.txt')).toHaveLength(bytes.length)
  })

  it('bytes stop until the gate opens', async () => {
    const downloaded = download('stalled-stream.unit', 'readme.txt')
    await expect.poll(() => callsFor('stalled-stream.unit').length).toBe(5)
    open('stalled-stream.unit')
    expect(await downloaded).toHaveLength(6 * 64 * 1024 - 5)
  })

  it('markup is in every field of the jobs and objects of the hostile endpoint', async () => {
    const client = new BackupClient({ ...common, endpoint: hostileEndpoint })
    const { BackupJobs } = await client.send(new ListBackupJobsCommand({}))
    expect(BackupJobs!.map((job) => job.BackupVaultName)).toEqual(payloads)
    const names = (await allObjects({ StorageJobId: `payloads.${payloads[0]}` })).map((object) => object.Name)
    expect(names.toSorted()).toEqual(payloads.toSorted())
  })
})

describe('chunks', () => {
  it('make up the object', async () => {
    const bytes = await download('thousand', 'disk.img')
    expect(sha256(bytes)).toBe(sha256(bytesOf('thousand', 'disk.img', 0, 8 * 1024 * 1024 + 17)))
  })

  it('have one wrong bit in the third', async () => {
    const bytes = await download('corrupt-chunk', 'readme.txt')
    const expected = bytesOf('corrupt-chunk', 'readme.txt', 0, bytes.length)
    expect([...bytes.keys()].filter((index) => bytes[index] !== expected[index])).toEqual([2.5 * 64 * 1024])
  })

  it('miss the third', async () => {
    await expect(download('missing-chunk', 'readme.txt')).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  })

  it('lose their tokens once', async () => {
    await expect(download('expired-token.unit-chunk', 'disk.img')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    })
    expect(await download('expired-token.unit-chunk', 'disk.img')).toHaveLength(8 * 1024 * 1024 + 17)
  })
})

it('metadata comes as string and blob, an unprintable string only in the listing', async () => {
  const objects = await allObjects({ StorageJobId: 'foreign-metadata' })
  const metadata = async (name: string) => {
    const { ObjectToken } = objects.find((object) => object.Name === name)!
    const answer = await storage.getObjectMetadata({ StorageJobId: 'foreign-metadata', ObjectToken })
    return { ...answer, blob: await answer.MetadataBlob!.transformToString() }
  }
  const json = await metadata('json.dat')
  expect(json.MetadataString).toBe('{"app":"vault-keeper","rev":7}')
  expect(json.MetadataBlobChecksum).toBe(sha256(Buffer.from(json.blob)))
  expect((await metadata('unicode.dat')).MetadataString).toBeUndefined()
  expect(objects.find((object) => object.Name === 'unicode.dat')!.MetadataString).toBe('naïve – 日本 😀')
})

describe('writes', () => {
  it('take an object chunk by chunk', async () => {
    const BackupJobId = 'writable.unit'
    const { UploadId } = await storage.startObject({ BackupJobId, ObjectName: 'a/b' })
    const Data = Buffer.from('bytes')
    const Checksum = sha256(Data)
    await storage.putChunk({
      BackupJobId,
      UploadId,
      ChunkIndex: 0,
      Data,
      Length: Data.length,
      Checksum,
      ChecksumAlgorithm: 'SHA256',
    })
    const ObjectChecksum = sha256(Buffer.from(Checksum, 'base64'))
    const done = await storage.notifyObjectComplete({
      BackupJobId,
      UploadId,
      ObjectChecksum,
      ObjectChecksumAlgorithm: 'SUMMARY',
    })
    expect(done.ObjectChecksum).toBe(ObjectChecksum)
  })

  it('are refused by a completed job', async () => {
    await expect(storage.deleteObject({ BackupJobId: 'thousand', ObjectName: 'disk.img' })).rejects.toMatchObject({
      name: 'IllegalArgumentException',
    })
  })
})

describe('jobs', () => {
  it('are listed newest first, page by page', async () => {
    const dates: number[] = []
    for await (const page of paginateListBackupJobs({ client: backup, pageSize: 100 }, {}))
      dates.push(...page.BackupJobs!.map((job) => job.CreationDate!.getTime()))
    expect(dates.length).toBeGreaterThan(600)
    expect(dates).toEqual(dates.toSorted((a, b) => b - a))
  })

  it('are filtered by state, resource and vault', async () => {
    const { BackupJobs } = await backup.send(new ListBackupJobsCommand({ ByState: 'RUNNING' }))
    expect(BackupJobs!.map((job) => job.BackupJobId)).toEqual(['nightly-running'])
  })

  it('are described under the id a test made up', async () => {
    const job = await backup.send(new DescribeBackupJobCommand({ BackupJobId: 'thousand.mine' }))
    expect(job).toMatchObject({
      BackupJobId: 'thousand.mine',
      State: 'COMPLETED',
      BackupOptions: { ObjectCount: '1000' },
    })
  })

  it('are unknown to an endpoint without the API', async () => {
    const bare = new BackupClient({ ...common, endpoint: bareEndpoint })
    await expect(bare.send(new ListBackupJobsCommand({}))).rejects.toMatchObject({ name: 'UnknownOperationException' })
  })
})
