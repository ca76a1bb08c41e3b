import { cp, mkdtemp, open, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  BackupClient,
  DeleteRecoveryPointCommand,
  ListBackupJobsCommand,
  StartBackupJobCommand,
} from '@aws-sdk/client-backup'
import {
  BackupStorageClient,
  GetChunkCommand,
  ListChunksCommand,
  ListObjectsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-backupstorage'
import { CommitBackupJobCommand, DescribeStoreCommand } from '@aws-sdk/client-backupstorage/extensions'
import BetterSqlite3 from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { silent } from '#lib/log.ts'
import { checkStructure } from '../check/check.ts'
import { readData } from '../check/read-data.ts'
import { openFsChunkStore } from '../chunks/fs/index.ts'
import { sha256, summary } from '../conformance/service.ts'
import { jobRecord } from '../engine/manifests.ts'
import { openService } from '../open.ts'
import { openStore } from '../store.ts'
import { rebuildFindings } from './findings.ts'
import { rebuildIndex } from './rebuild.ts'

const large = 'l'.repeat(70_000)
let dataDir: string
let index: string

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'thaw-rebuild-'))
  index = join(dataDir, 'v1/index')
})
afterEach(() => rm(dataDir, { recursive: true }))

/** Everything a client does, on the store as it is now. */
async function withService<T>(use: (clients: { backup: BackupClient; storage: BackupStorageClient }) => Promise<T>) {
  await using service = await openService({ dataDir, host: '127.0.0.1', port: 0, region: 'eu-test-1', log: silent })
  const { endpoint, region, credentials } = service
  const connection = { endpoint, region, credentials, maxAttempts: 1 }
  return await use({ backup: new BackupClient(connection), storage: new BackupStorageClient(connection) })
}

const begin = new StartBackupJobCommand({
  BackupVaultName: 'Default',
  ResourceArn: 'arn:aws:thaw::000000000000:resource/r',
  IamRoleArn: 'arn:aws:iam::000000000000:role/r',
})

const put = (BackupJobId: string, ObjectName: string, content: string) =>
  new PutObjectCommand({
    BackupJobId,
    ObjectName,
    InlineChunk: content,
    InlineChunkLength: content.length,
    InlineChunkChecksum: sha256(content),
    InlineChunkChecksumAlgorithm: 'SHA256',
    ObjectChecksum: summary([sha256(content)]),
    ObjectChecksumAlgorithm: 'SUMMARY',
  })

function backUp(contents: Record<string, string>): Promise<string> {
  return withService(async ({ backup, storage }) => {
    const BackupJobId = (await backup.send(begin)).BackupJobId!
    for (const [name, content] of Object.entries(contents)) await storage.send(put(BackupJobId, name, content))
    await storage.send(new CommitBackupJobCommand({ BackupJobId }))
    return BackupJobId
  })
}

const deletionOf = (job: string) =>
  new DeleteRecoveryPointCommand({
    BackupVaultName: 'Default',
    RecoveryPointArn: `arn:aws:backup:eu-test-1:000000000000:recovery-point:${job}`,
  })

/** Names with what they read as; why, where they cannot be read. */
async function contentsOf(storage: BackupStorageClient, StorageJobId: string): Promise<Record<string, string>> {
  const contents: Record<string, string> = {}
  const { ObjectList = [] } = await storage.send(new ListObjectsCommand({ StorageJobId }))
  for (const { Name, ObjectToken } of ObjectList) {
    const { ChunkList = [] } = await storage.send(new ListChunksCommand({ StorageJobId, ObjectToken }))
    const { ChunkToken } = ChunkList[0]!
    contents[Name!] = await storage.send(new GetChunkCommand({ StorageJobId, ChunkToken })).then(
      ({ Data }) => Data!.transformToString(),
      (error) => error.message,
    )
  }
  return contents
}

async function onStoppedStore<T>(use: (opened: Awaited<ReturnType<typeof stopped>>) => Promise<T>): Promise<T> {
  await using opened = await stopped()
  return await use(opened)
}

async function stopped() {
  const store = await openStore(dataDir)
  const chunks = await openFsChunkStore({ directory: store.paths.root })
  return {
    store,
    chunks,
    async [Symbol.asyncDispose]() {
      await chunks[Symbol.asyncDispose]()
      await store[Symbol.asyncDispose]()
    },
  }
}

const rebuild = () => onStoppedStore((opened) => rebuildIndex(opened))
const check = () => onStoppedStore(({ store, chunks }) => checkStructure(store, chunks))
const signal = new AbortController().signal

async function flip(path: string, at: number): Promise<void> {
  await using file = await open(path, 'r+')
  const byte = Buffer.alloc(1)
  await file.read(byte, 0, 1, at)
  byte[0]! ^= 1
  await file.write(byte, 0, 1, at)
}

describe('S31 thaw rebuild', () => {
  it('brings a store back whose index is gone: reads, and writes from then on', async () => {
    const job = await backUp({ small: 'small', large })
    await rm(index, { recursive: true })
    await withService(async ({ backup }) => {
      await expect(backup.send(new ListBackupJobsCommand({}))).rejects.toThrow(/is missing.*`thaw rebuild`/)
    })
    const report = await rebuild()
    expect(report).toMatchObject({ jobs: 1, objects: 2, chunks: 2, aside: undefined })
    expect(rebuildFindings(report)).toEqual([])
    await withService(async ({ storage }) => {
      expect(await contentsOf(storage, job)).toEqual({ small: 'small', large })
      expect(await storage.send(new DescribeStoreCommand({}))).not.toHaveProperty('ReadOnlyReason')
    })
    const next = await backUp({ other: 'other' })
    await withService(async ({ storage }) => {
      expect(await contentsOf(storage, next)).toEqual({ small: 'small', large, other: 'other' })
    })
    expect(await check()).toMatchObject({ findings: [] })
  })

  it('keeps aside what was there, which no longer passes for the index of the store', async () => {
    await backUp({ small: 'small' })
    const before = await readFile(join(index, 'index.sqlite'))
    const { aside } = await rebuild()
    expect(await readFile(join(aside!, 'index.sqlite'))).toEqual(before)
    expect((await readdir(index)).sort()).toEqual([aside!.split('/').at(-1), 'index.sqlite'])
    await cp(join(aside!, 'index.sqlite'), join(index, 'index.sqlite'))
    await withService(async ({ backup, storage }) => {
      await expect(backup.send(begin)).rejects.toThrow('is not the one this store was last used with')
      expect((await storage.send(new DescribeStoreCommand({}))).JobCount).toBe(1)
    })
  })

  it('leaves the id of the store as it is, also where an older version wrote none', async () => {
    await withService(async () => {})
    const header = join(dataDir, 'store.json')
    const { id, ...older } = JSON.parse(await readFile(header, 'utf8'))
    await writeFile(header, JSON.stringify(older))
    await rebuild()
    await using store = await openStore(dataDir)
    expect(store.header.generation).not.toBe(older.generation)
    expect([store.id, id]).toEqual([older.generation, older.generation])
  })

  it('a token given out before opens nothing: rows have other ids', async () => {
    const job = await backUp({ a: 'a', b: 'b' })
    const token = await withService(async ({ storage }) => {
      const { ObjectList } = await storage.send(new ListObjectsCommand({ StorageJobId: job }))
      return ObjectList![0]!.ObjectToken
    })
    await rebuild()
    await withService(async ({ storage }) => {
      await expect(
        storage.send(new ListChunksCommand({ StorageJobId: job, ObjectToken: token })),
      ).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
    })
  })

  it('lists objects whose bytes are damaged or gone, names them, and the same bytes heal them', async () => {
    const job = await backUp({ packed: 'p'.repeat(500), kept: 'kept', large })
    const pack = join(dataDir, 'v1/packs/00000001.pack')
    await flip(pack, (await readFile(pack)).indexOf('pppp') + 7)
    const hex = Buffer.from(sha256(large), 'base64').toString('hex')
    await rm(join(dataDir, 'v1/chunks', hex.slice(0, 2), hex))
    const report = await rebuild()
    expect(report.incomplete.map(({ name }) => name).sort()).toEqual(['large', 'packed'])
    expect(rebuildFindings(report)).toEqual([
      expect.stringMatching(/^Pack 1 has 556 bytes at \d+ that are no whole record/),
      expect.stringContaining(`"packed" in job ${job}: 1 of its chunks are missing or damaged`),
      expect.stringContaining(`"large" in job ${job}: 1 of its chunks are missing or damaged`),
    ])
    await withService(async ({ storage }) => {
      expect(await contentsOf(storage, job)).toEqual({
        kept: 'kept',
        packed: expect.stringContaining('is damaged in the store'),
        large: expect.stringContaining('is missing from the store'),
      })
    })
    await backUp({ packed: 'p'.repeat(500), large })
    await withService(async ({ storage }) => {
      expect(await contentsOf(storage, job)).toEqual({ kept: 'kept', packed: 'p'.repeat(500), large })
    })
  })

  it('says of a job that lacks objects whose records are lost', async () => {
    const job = await backUp({ a: 'a', b: 'b' })
    const pack = join(dataDir, 'v1/packs/00000001.pack')
    await flip(pack, (await readFile(pack)).indexOf('"name":"b"') + 9)
    const report = await rebuild()
    expect(rebuildFindings(report)).toContain(
      `Job ${job} was completed with 2 objects of 2 bytes, the records tell of 1 of 1 bytes.`,
    )
  })

  it('brings back a job whose deletion failed behind its record, and what a later job has of it', async () => {
    const first = await backUp({ a: 'a' })
    const second = await withService(async ({ backup, storage }) => {
      const db = new BetterSqlite3(join(index, 'index.sqlite'))
      db.exec("CREATE TRIGGER full BEFORE INSERT ON deleted_job BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END")
      await expect(backup.send(deletionOf(first))).rejects.toMatchObject({ name: 'ServiceInternalException' })
      db.exec('DROP TRIGGER full')
      db.close()
      const BackupJobId = (await backup.send(begin)).BackupJobId!
      await storage.send(put(BackupJobId, 'b', 'b'))
      await storage.send(new CommitBackupJobCommand({ BackupJobId }))
      return BackupJobId
    })
    expect(await check()).toMatchObject({ findings: [], notes: [] })
    expect(rebuildFindings(await rebuild())).toEqual([])
    await withService(async ({ storage }) => {
      expect(await contentsOf(storage, first)).toEqual({ a: 'a' })
      expect(await contentsOf(storage, second)).toEqual({ a: 'a', b: 'b' })
    })
  })

  it('does not do what was recorded when Thaw was killed', async () => {
    const job = await backUp({ a: 'a' })
    await onStoppedStore(({ chunks }) => chunks.appendManifest(jobRecord({ v: 1, event: 'delete', job, at: 1 })))
    expect(await check()).toMatchObject({
      findings: [],
      notes: ['1 record tells of a request that was not done when Thaw ended: the next start makes it void.'],
    })
    expect(await rebuild()).toMatchObject({ jobs: 1, unfinished: 1 })
    await withService(async () => {})
    expect(await check()).toMatchObject({ findings: [], notes: [] })
    expect(await rebuild()).toMatchObject({ jobs: 1, unfinished: 0 })
    await withService(async ({ storage }) => {
      expect(await contentsOf(storage, job)).toEqual({ a: 'a' })
    })
  })

  it('leaves out for good what was not done: also where the index that was made is lost before the next start', async () => {
    const job = await backUp({ a: 'a' })
    await onStoppedStore(({ chunks }) => chunks.appendManifest(jobRecord({ v: 1, event: 'delete', job, at: 1 })))
    expect(await rebuild()).toMatchObject({ jobs: 1, unfinished: 1, asked: true })
    await rm(join(index, 'index.sqlite')) // as where a rebuild was killed behind setting the index aside
    expect(await rebuild()).toMatchObject({ jobs: 1, unfinished: 0, asked: false })
  })

  it('brings back what an index does not know that was put back together with its store.json', async () => {
    const first = await backUp({ a: 'a' })
    const older = join(dataDir, 'v1/older')
    await cp(index, older, { recursive: true })
    const header = await readFile(join(dataDir, 'store.json'))
    const second = await backUp({ b: 'b' })
    await rm(index, { recursive: true })
    await cp(older, index, { recursive: true })
    await writeFile(join(dataDir, 'store.json'), header)
    expect((await check()).findings.join()).toContain('older copy')
    await withService(async ({ backup, storage }) => {
      await expect(backup.send(begin)).rejects.toThrow('older copy or another one, so no write is taken')
      expect(await contentsOf(storage, first)).toEqual({ a: 'a' })
    })
    expect(await rebuild()).toMatchObject({ jobs: 2, unfinished: 0 })
    await withService(async ({ backup, storage }) => {
      expect(await contentsOf(storage, second)).toEqual({ a: 'a', b: 'b' })
      await backup.send(begin)
    })
  })

  it('names backups of the index before of which no record is left', async () => {
    const lost = await backUp({ a: 'a' })
    const pack = join(dataDir, 'v1/packs/00000001.pack')
    const cut = await backUp({ b: 'b' })
    await truncate(pack, (await stat(pack)).size - 5) // in its commit
    const [stretch, ...missing] = rebuildFindings(await rebuild())
    expect(stretch).toContain('no whole record')
    expect(missing).toEqual([
      expect.stringMatching(`^Job ${cut} is complete in the index before; .* did not come back`),
    ])
    await rm(pack)
    const nothing = rebuildFindings(await rebuild())
    expect(nothing).toEqual([expect.stringContaining(`Job ${lost} is complete in the index before`)])
    await backUp({ large })
    await rm(join(dataDir, 'v1/packs'), { recursive: true })
    await rm(index, { recursive: true })
    expect(rebuildFindings(await rebuild())).toEqual([
      'No job came back, though the store has content (stored chunks: 1).',
    ])
  })

  it('does not take what is stored for a record, even where the records around it are damaged', async () => {
    await backUp({ victim: 'v' })
    const pack = join(dataDir, 'v1/packs/00000001.pack')
    const records = (await readFile(pack)).subarray(32)
    const content = 'e'.repeat(records.length)
    await backUp({ evil: content })
    const bytes = await readFile(pack)
    records.copy(bytes, bytes.indexOf(content))
    await writeFile(pack, bytes)
    const report = await rebuild()
    expect(report.stretches).toHaveLength(1)
    expect(report.incomplete).toMatchObject([{ name: 'evil' }])
  })
})

describe('S31 thaw check', () => {
  it('finds nothing in a sound store, and reads as much as it is told to', async () => {
    await backUp({ a: 'a', b: 'b', large })
    await backUp({ a: 'other' })
    expect(await check()).toEqual({ findings: [], notes: [], looked: { jobs: 2, objects: 4, chunks: 4 } })
    await onStoppedStore(async ({ store, chunks }) => {
      const all = await readData(store, chunks, { share: 1, signal })
      expect(all).toEqual({ read: all.total, total: { chunks: 4, bytes: 70_007 }, bad: 0, objects: [] })
      const picks = [0.9, 0.05, 0.5, 0.09]
      const part = await readData(store, chunks, { share: 0.1, signal, random: () => picks.shift()! })
      expect(part.read.chunks).toBe(2)
    })
  })

  it('names what is damaged: content only where it is read, the rest without', async () => {
    const job = await backUp({ small: 'small', large })
    const hex = Buffer.from(sha256(large), 'base64').toString('hex')
    const file = join(dataDir, 'v1/chunks', hex.slice(0, 2), hex)
    await flip(file, 100)
    expect(await check()).toMatchObject({ findings: [] })
    await onStoppedStore(async ({ store, chunks }) => {
      const read = await readData(store, chunks, { share: 1, signal })
      expect(read).toMatchObject({ bad: 1, objects: [{ name: 'large', job, chunks: 1 }] })
    })
    await expect(stat(file)).rejects.toThrow('ENOENT') // in the quarantine
    expect(await check()).toMatchObject({
      findings: [`"large" in job ${job}: 1 of its chunks are missing or damaged.`],
    })
  })

  it('names rows without records, records without rows, and an index that is another one', async () => {
    await backUp({ a: 'a' })
    const older = await readFile(join(index, 'index.sqlite'))
    const job = await backUp({ b: 'b' })
    await writeFile(join(index, 'index.sqlite'), older)
    const behind = (await check()).findings.join('\n')
    expect(behind).toContain('is an older copy, or another one')
    expect(behind).toContain('1 of what is in the records as job is not in the index')
    expect(behind).toContain(job)
    await rm(join(dataDir, 'v1/packs/00000001.pack'))
    const without = (await check()).findings.join('\n')
    expect(without).toContain('1 of what is in the index as job is not in the records')
    expect(without).toContain('"a" in job')
    await rm(index, { recursive: true })
    expect(await check()).toEqual({ findings: [expect.stringContaining('is missing')], notes: [] })
  })
})
