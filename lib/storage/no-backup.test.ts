import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BackupClient, StartBackupJobCommand, StopBackupJobCommand } from '@aws-sdk/client-backup'
import { BackupStorageClient, ListObjectsCommand } from '@aws-sdk/client-backupstorage'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { silent } from '#lib/log.ts'
import { openService, type Service } from '#lib/service/open.ts'
import { endOf, explained, NoBackupError } from './no-backup.ts'
import { StorageRequestError } from './storage-request-error.ts'

let dataDir: string
let service: Service
let backup: BackupClient
let job: string

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'thaw-no-backup-'))
  service = await openService({ dataDir, host: '127.0.0.1', port: 0, region: 'us-east-1', log: silent })
  backup = new BackupClient(service)
  const ResourceArn = 'arn:aws:thaw::000000000000:resource/r'
  const input = { BackupVaultName: 'Default', ResourceArn, IamRoleArn: 'arn:aws:iam::000000000000:role/thaw' }
  job = (await backup.send(new StartBackupJobCommand(input))).BackupJobId!
})
afterAll(async () => {
  await service[Symbol.asyncDispose]()
  rmSync(dataDir, { recursive: true, force: true })
})

const listing = (id: string) =>
  new BackupStorageClient(service).send(new ListObjectsCommand({ StorageJobId: id })).catch((error: unknown) => error)

it('an unknown job, a job that runs and any other error stay what they are', async () => {
  expect(await endOf(backup, job)).toEqual({ state: 'RUNNING' })
  const unknown = await listing('nothing')
  expect(unknown).toMatchObject({ name: 'ResourceNotFoundException' })
  for (const id of ['nothing', job]) expect(await explained(backup, id, unknown)).toBe(unknown)
  const other = new Error('other')
  expect(await explained(backup, job, other)).toBe(other)
})

it('what the service does not know any more of a job that was stopped is told by its end, however it was wrapped', async () => {
  await backup.send(new StopBackupJobCommand({ BackupJobId: job }))
  const error = await listing(job)
  for (const thrown of [error, new StorageRequestError(error)]) {
    const told = await explained(backup, job, thrown)
    expect(told).toBeInstanceOf(NoBackupError)
    expect(told).toMatchObject({ jobId: job, retryable: false, message: expect.stringContaining('was stopped') })
  }
})

it('where nobody describes the job, the error stays as well', async () => {
  const unknown = await listing('nothing')
  const { region, credentials } = service
  const nowhere = new BackupClient({ region, credentials, endpoint: 'http://127.0.0.1:9', maxAttempts: 1 })
  expect(await explained(nowhere, job, unknown)).toBe(unknown)
})
