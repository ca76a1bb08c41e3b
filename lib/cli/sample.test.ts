import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BackupClient, ListBackupJobsCommand, StartBackupJobCommand } from '@aws-sdk/client-backup'
import {
  BackupStorageClient,
  GetChunkCommand,
  ListChunksCommand,
  ListObjectsCommand,
  paginateListObjects,
} from '@aws-sdk/client-backupstorage'
import { DescribeStoreCommand } from '@aws-sdk/client-backupstorage/extensions'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openService, type Service } from '../service/open.ts'
import { removeSample } from './sample.ts'
import { sampleVault, seedEmptyStore } from './sample-data.ts'

const { signal } = new AbortController()
let dataDir: string
let service: Service
let clients: { storage: BackupStorageClient; backup: BackupClient }

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'thaw-sample-test-'))
  const log = { info() {}, warn() {}, error() {} }
  service = await openService({ dataDir, host: '127.0.0.1', port: 0, region: 'us-east-1', log })
  clients = {
    storage: new BackupStorageClient({ ...service, maxAttempts: 1 }),
    backup: new BackupClient({ ...service }),
  }
})
afterEach(async () => {
  await service[Symbol.asyncDispose]()
  rmSync(dataDir, { recursive: true })
})

async function jobs() {
  const { BackupJobs = [] } = await clients.backup.send(new ListBackupJobsCommand({}))
  return BackupJobs.sort((a, b) => Number(a.CreationDate) - Number(b.CreationDate))
}

async function namesOf(StorageJobId: string | undefined): Promise<string[]> {
  const names = []
  for await (const { ObjectList = [] } of paginateListObjects({ client: clients.storage }, { StorageJobId }))
    names.push(...ObjectList.map(({ Name = '' }) => Name))
  return names
}

it('puts in two backups to compare and one that is damaged, once', async () => {
  expect(await seedEmptyStore({ ...clients, dataDir, signal })).toBe(true)
  const found = await jobs()
  expect(found.map(({ State, BackupVaultName }) => `${State} ${BackupVaultName}`)).toEqual(
    Array(3).fill(`COMPLETED ${sampleVault}`),
  )
  expect(new Set(found.map(({ ResourceArn }) => ResourceArn)).size).toBe(2)

  const damaged = found.find(({ ResourceArn }) => ResourceArn?.endsWith('damaged-on-purpose.bin'))
  const [first, second] = found.filter((job) => job !== damaged)
  const [before, after] = [await namesOf(first?.BackupJobId), await namesOf(second?.BackupJobId)]
  const only = (names: string[], other: string[]) => names.filter((name) => !other.includes(name))
  expect(only(before, after)).toContain('docs/ARCHITECTURE.md')
  expect(only(after, before)).toContain('bin/thaw')
  expect(before.includes('README.md') && after.includes('README.md')).toBe(true)

  const StorageJobId = damaged?.BackupJobId
  const { ObjectList = [] } = await clients.storage.send(new ListObjectsCommand({ StorageJobId }))
  const { ObjectToken } = ObjectList[0]!
  const { ChunkList = [] } = await clients.storage.send(new ListChunksCommand({ StorageJobId, ObjectToken }))
  const outcomes = await Promise.allSettled(
    ChunkList.map(({ ChunkToken }) => clients.storage.send(new GetChunkCommand({ StorageJobId, ChunkToken }))),
  )
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])

  expect(await seedEmptyStore({ ...clients, dataDir, signal })).toBe(false)
  expect(await jobs()).toHaveLength(3)
})

it('leaves a store alone that has any job', async () => {
  const other = {
    BackupVaultName: 'Default',
    ResourceArn: 'arn:aws:thaw::000000000000:resource/x',
    IamRoleArn: 'arn:aws:iam::000000000000:role/thaw',
  }
  await clients.backup.send(new StartBackupJobCommand(other))
  expect(await seedEmptyStore({ ...clients, dataDir, signal })).toBe(false)
  expect(await jobs()).toHaveLength(1)
})

it('is taken out again without a trace', async () => {
  await seedEmptyStore({ ...clients, dataDir, signal })
  expect(await removeSample(clients, signal)).toMatchObject({ jobs: 3 })
  expect((await jobs()).filter(({ State }) => State === 'COMPLETED')).toEqual([])
  expect((await clients.storage.send(new DescribeStoreCommand({}))).ChunkCount).toBe(0)
})
