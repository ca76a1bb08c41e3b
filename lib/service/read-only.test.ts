import { cp, mkdir, mkdtemp, open, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  BackupClient,
  DescribeBackupJobCommand,
  ListBackupJobsCommand,
  StartBackupJobCommand,
} from '@aws-sdk/client-backup'
import { BackupStorageClient, ListObjectsCommand, PutObjectCommand } from '@aws-sdk/client-backupstorage'
import {
  CollectGarbageCommand,
  CommitBackupJobCommand,
  DescribeStoreCommand,
} from '@aws-sdk/client-backupstorage/extensions'
import BetterSqlite3 from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { silent } from '#lib/log.ts'
import { sha256, summary } from './conformance/service.ts'
import { openService, type Service } from './open.ts'

let dataDir: string
let index: string

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'thaw-read-only-'))
  index = join(dataDir, 'v1/index/index.sqlite')
})
afterEach(() => rm(dataDir, { recursive: true }))

const start = () => openService({ dataDir, host: '127.0.0.1', port: 0, region: 'eu-test-1', log: silent })

/** Clients that ask once. */
function clients({ endpoint, region, credentials }: Service) {
  const connection = { endpoint, region, credentials, maxAttempts: 1 }
  return { backup: new BackupClient(connection), storage: new BackupStorageClient(connection) }
}

const begin = (resource: string) =>
  new StartBackupJobCommand({
    BackupVaultName: 'Default',
    ResourceArn: `arn:aws:thaw::000000000000:resource/${resource}`,
    IamRoleArn: 'arn:aws:iam::000000000000:role/r',
  })

/** One committed job of many objects, and one that runs. */
async function fill(): Promise<{ job: string; running: string }> {
  await using service = await start()
  const { backup, storage } = clients(service)
  const BackupJobId = (await backup.send(begin('one'))).BackupJobId!
  const puts = Array.from({ length: 300 }, (_, i) => storage.send(put(BackupJobId, `object-${i}`)))
  await Promise.all(puts)
  await storage.send(new CommitBackupJobCommand({ BackupJobId }))
  return { job: BackupJobId, running: (await backup.send(begin('two'))).BackupJobId! }
}

function put(BackupJobId: string, ObjectName: string): PutObjectCommand {
  return new PutObjectCommand({
    BackupJobId,
    ObjectName,
    InlineChunk: ObjectName,
    InlineChunkLength: ObjectName.length,
    InlineChunkChecksum: sha256(ObjectName),
    InlineChunkChecksumAlgorithm: 'SHA256',
    ObjectChecksum: summary([sha256(ObjectName)]),
    ObjectChecksumAlgorithm: 'SUMMARY',
  })
}

/** Every kind of write, each refused with this reason and the remedy; nothing is written to index or packs. */
async function expectNoWrites(
  service: Service,
  running: string,
  reason: string,
  remedy = '`thaw rebuild`',
): Promise<void> {
  const { backup, storage } = clients(service)
  const before = await contentOf()
  for (const write of [
    () => backup.send(begin('three')),
    () => storage.send(put(running, 'late')),
    () => storage.send(new CommitBackupJobCommand({ BackupJobId: running })),
    () => storage.send(new CollectGarbageCommand({})),
  ])
    await expect(write()).rejects.toMatchObject({
      name: 'ServiceUnavailableException',
      message: expect.stringMatching(new RegExp(`${reason}.*, so no write is taken\\. .*${remedy}`)),
    })
  expect(await contentOf()).toEqual(before)
  expect(await storage.send(new DescribeStoreCommand({}))).toMatchObject({
    ReadOnlyReason: expect.stringContaining(reason),
    ReadOnlyRemedy: expect.stringContaining(remedy),
  })
  expect(service.readOnly?.reason).toContain(reason)
}

async function contentOf(): Promise<string[]> {
  const names = (await readdir(join(dataDir, 'v1/packs'))).map((name) => join('v1/packs', name))
  return await Promise.all(names.map(async (name) => `${name} ${sha256(await readFile(join(dataDir, name)))}`))
}

it('packs that are missing: nothing takes their place, and put back they are as before', async () => {
  const { job, running } = await fill()
  const packs = join(dataDir, 'v1/packs')
  await rename(packs, join(dataDir, 'elsewhere'))
  {
    await using service = await start()
    await expectNoWrites(service, running, 'is missing', 'put it back')
    expect((await clients(service).backup.send(new ListBackupJobsCommand({}))).BackupJobs).toHaveLength(2)
    expect(await readdir(packs)).toEqual([])
  }
  await rm(packs, { recursive: true })
  await rename(join(dataDir, 'elsewhere'), packs)
  await using service = await start()
  const { storage } = clients(service)
  await storage.send(put(running, 'goes on'))
  expect((await storage.send(new ListObjectsCommand({ StorageJobId: job }))).ObjectList?.length).toBeGreaterThan(0)
})

describe('S30 an index that cannot be trusted', () => {
  it('is none where it is sound', async () => {
    const { running } = await fill()
    await using service = await start()
    const { backup, storage } = clients(service)
    await storage.send(put(running, 'goes on'))
    await backup.send(begin('three'))
    expect(await storage.send(new DescribeStoreCommand({}))).not.toHaveProperty('ReadOnlyReason')
  })

  it('missing: no empty one takes its place, and every read says why', async () => {
    const { job, running } = await fill()
    await rm(join(dataDir, 'v1/index'), { recursive: true })
    await using service = await start()
    await expectNoWrites(service, running, 'is missing, and the store is not empty')
    const { backup, storage } = clients(service)
    for (const read of [
      () => backup.send(new ListBackupJobsCommand({})),
      () => storage.send(new ListObjectsCommand({ StorageJobId: job })),
    ])
      await expect(read()).rejects.toMatchObject({ message: expect.stringContaining('is missing') })
    expect(await readdir(join(dataDir, 'v1/index'))).toEqual([])
  })

  it('an empty file, no database, and one that is cut short, are noticed as well', async () => {
    const { running } = await fill()
    const whole = await readFile(index)
    await writeFile(index, '')
    await using empty = await start()
    await expectNoWrites(empty, running, 'is empty, and the store is not empty')
    await empty[Symbol.asyncDispose]()
    for (const [content, reason] of [
      [Buffer.alloc(8192, 'x'), 'is damaged'],
      [whole.subarray(0, 4096 * 3), 'the file is cut short'],
    ] as const) {
      await writeFile(index, content)
      await using service = await start()
      await expectNoWrites(service, running, reason)
      await service[Symbol.asyncDispose]()
      expect(Buffer.compare(await readFile(index), content)).toBe(0)
    }
  })

  it('a folder in its place, and one that lacks a table or has another one, are noticed as well', async () => {
    const { job, running } = await fill()
    const whole = await readFile(index)
    await rm(index)
    await mkdir(index)
    {
      await using service = await start()
      await expectNoWrites(service, running, 'it is no file')
    }
    await rm(index, { recursive: true })
    for (const harm of ['DROP TABLE mark', 'ALTER TABLE object RENAME COLUMN length TO size']) {
      await writeFile(index, whole)
      const db = new BetterSqlite3(index)
      db.exec(harm)
      db.close()
      await using service = await start()
      await expectNoWrites(service, running, 'is damaged')
      await expect(clients(service).storage.send(new ListObjectsCommand({ StorageJobId: job }))).rejects.toMatchObject({
        message: expect.stringMatching(/index\.sqlite is damaged .*`thaw rebuild`/),
      })
    }
  })

  it('one that cannot be read at all keeps the service from starting, in a sentence with file and remedy', async () => {
    await fill()
    await rm(index)
    await symlink(index, index)
    await expect(start()).rejects.toThrow(/index\.sqlite cannot be read: a symlink is in the way\. .*`thaw rebuild`/)
  })

  it('an older copy: what it knows can be read', async () => {
    const { job, running } = await fill()
    const copy = join(dataDir, 'v1/copy.sqlite')
    await cp(index, copy)
    await (await start())[Symbol.asyncDispose]()
    await cp(copy, index)
    await using service = await start()
    await expectNoWrites(service, running, 'is not the one this store was last used with')
    const { backup, storage } = clients(service)
    expect((await backup.send(new ListBackupJobsCommand({}))).BackupJobs).toHaveLength(2)
    const listed = await storage.send(new ListObjectsCommand({ StorageJobId: job }))
    expect(listed.ObjectList?.length).toBeGreaterThan(0)
  })

  it('damaged where a read comes: that read is refused, others go on, and from then on no write is taken', async () => {
    const { job, running } = await fill()
    await using service = await start()
    const { backup, storage } = clients(service)
    await damageLeaves(index)
    await expect(storage.send(new ListObjectsCommand({ StorageJobId: job }))).rejects.toMatchObject({
      name: 'ServiceUnavailableException',
      message: expect.stringMatching(/is damaged .*`thaw rebuild`/),
    })
    await expectNoWrites(service, running, 'is damaged')
    expect(await backup.send(new DescribeBackupJobCommand({ BackupJobId: job }))).toMatchObject({ State: 'COMPLETED' })
  })
})

/** Overwrites the pages of objects, far behind those of jobs. */
async function damageLeaves(path: string): Promise<void> {
  await using file = await open(path, 'r+')
  const { size } = await file.stat()
  for (let page = 4096 * 20; page < size; page += 4096) await file.write(Buffer.alloc(4096, 0xff), 0, 4096, page)
}
