import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
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
import { daysAgo, makeFolder, makeNoise } from './sample-folder.ts'
import { atSampleTime, sampleClock } from './sample-time.ts'

const { signal } = new AbortController()
let dataDir: string
let service: Service
let clients: { storage: BackupStorageClient; backup: BackupClient }

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'thaw-sample-test-'))
  const log = { info() {}, warn() {}, error() {} }
  service = await openService({ dataDir, host: '127.0.0.1', port: 0, region: 'us-east-1', log, clock: sampleClock })
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

it('puts in a week of six backups and one that is damaged, once', async () => {
  expect(await seedEmptyStore({ ...clients, dataDir, signal, at: atSampleTime })).toBe(true)
  const found = await jobs()
  expect(found.map(({ State, BackupVaultName }) => `${State} ${BackupVaultName}`)).toEqual(
    Array(7).fill(`COMPLETED ${sampleVault}`),
  )
  const days = found.map(({ CreationDate }) => Math.round((Date.now() - Number(CreationDate)) / 86_400_000))
  expect(days).toEqual([...daysAgo, 0])

  const damaged = found.pop()
  expect(damaged?.ResourceArn).toMatch(/damaged-on-purpose\.bin$/)
  expect(new Set(found.map(({ ResourceArn }) => ResourceArn)).size).toBe(1)
  const week = await Promise.all(found.map(({ BackupJobId }) => namesOf(BackupJobId)))
  for (const name of ['documents/README.md', 'pictures/icons/icon-512.png', 'data/inventory.sqlite'])
    expect(week.filter((names) => names.includes(name))).toHaveLength(6)
  const changes = week.slice(1).map((names, day) => {
    const came = names.filter((name) => !week[day]!.includes(name) && !name.endsWith('/'))
    const went = week[day]!.filter((name) => !names.includes(name))
    return [came.length > 5 ? 'many' : came.join(), went.join()]
  })
  expect(changes).toEqual([
    ['', ''],
    ['pictures/screenshots/objects-dark.png,pictures/screenshots/objects-light.png', ''],
    ['many', ''],
    ['', 'documents/operations.md'],
    ['logs/service.log.1', ''],
  ])
  // What stays is not stored again.
  expect(found.slice(1).every(({ BytesTransferred }) => Number(BytesTransferred) < 500_000)).toBe(true)

  const StorageJobId = damaged?.BackupJobId
  const { ObjectList = [] } = await clients.storage.send(new ListObjectsCommand({ StorageJobId }))
  const { ObjectToken } = ObjectList[0]!
  const { ChunkList = [] } = await clients.storage.send(new ListChunksCommand({ StorageJobId, ObjectToken }))
  const outcomes = await Promise.allSettled(
    ChunkList.map(({ ChunkToken }) => clients.storage.send(new GetChunkCommand({ StorageJobId, ChunkToken }))),
  )
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])

  expect(await seedEmptyStore({ ...clients, dataDir, signal })).toBe(false)
  expect(await jobs()).toHaveLength(7)
})

it('makes the same bytes each time', async () => {
  const folders = [join(dataDir, 'a'), join(dataDir, 'b')]
  for (const folder of folders) {
    for (const day of daysAgo.keys()) await makeFolder(folder, day)
    await makeNoise(join(folder, 'noise'), 1000)
  }
  const [one, other] = folders.map((folder) =>
    ['data/inventory.json', 'data/inventory.sqlite', 'logs/service.log', 'noise'].map((name) =>
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ),
  )
  expect(one).toEqual(other)
})

it('makes up times for itself alone', async () => {
  const mine = {
    ResourceArn: 'arn:aws:thaw::000000000000:resource/x',
    IamRoleArn: 'arn:aws:iam::000000000000:role/thaw',
  }
  const start = (BackupVaultName: string) =>
    clients.backup
      .send(new StartBackupJobCommand({ ...mine, BackupVaultName }))
      .then(({ CreationDate }) => CreationDate!)
  const [sample, other] = await Promise.all([atSampleTime(1_000_000_000_000, () => start('Sample')), start('Default')])
  expect(sample.getUTCFullYear()).toBe(2001)
  expect(other.getUTCFullYear()).toBeGreaterThan(2025)
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
  expect(await removeSample(clients, signal)).toMatchObject({ jobs: 7 })
  expect((await jobs()).filter(({ State }) => State === 'COMPLETED')).toEqual([])
  expect((await clients.storage.send(new DescribeStoreCommand({}))).ChunkCount).toBe(0)
})
