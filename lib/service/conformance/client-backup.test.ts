/** Today's official AWS Backup client, against the real service. */
import {
  BackupClient,
  DeleteRecoveryPointCommand,
  DescribeBackupJobCommand,
  ListBackupJobsCommand,
  ListBackupPlansCommand,
  paginateListBackupJobs,
  StartBackupJobCommand,
  StopBackupJobCommand,
} from '@aws-sdk/client-backup'
import { BackupStorageClient, PutObjectCommand } from '@aws-sdk/client-backupstorage'
import { CommitBackupJobCommand } from '@aws-sdk/client-backupstorage/extensions'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { REGION, temporaryService } from './service.ts'

let service: Awaited<ReturnType<typeof temporaryService>>
let backup: BackupClient
let storage: BackupStorageClient

beforeAll(async () => {
  service = await temporaryService()
  const settings = { endpoint: service.endpoint, region: REGION, credentials: service.credentials, maxAttempts: 1 }
  backup = new BackupClient(settings)
  storage = new BackupStorageClient(settings)
})
afterAll(async () => {
  backup.destroy()
  storage.destroy()
  await service[Symbol.asyncDispose]()
})

const arn = (name: string) => `arn:aws:thaw::000000000000:resource/${name}`
const start = (name: string, more = {}) =>
  backup.send(
    new StartBackupJobCommand({
      BackupVaultName: 'Default',
      ResourceArn: arn(name),
      IamRoleArn: 'arn:aws:iam::000000000000:role/r',
      ...more,
    }),
  )

/** A completed job of one empty object. */
async function completed(name: string, more = {}): Promise<string> {
  const { BackupJobId } = await start(name, more)
  await storage.send(new PutObjectCommand({ BackupJobId, ObjectName: 'o' }))
  await storage.send(new CommitBackupJobCommand({ BackupJobId }))
  return BackupJobId!
}

describe('@aws-sdk/client-backup', () => {
  it('starts a job and describes it', async () => {
    const started = await start('described', { IdempotencyToken: 'once' })
    expect(started).toMatchObject({
      BackupJobId: expect.any(String),
      RecoveryPointArn: expect.stringMatching(/^arn:/),
      CreationDate: expect.any(Date),
    })
    expect((await start('described', { IdempotencyToken: 'once' })).BackupJobId).toBe(started.BackupJobId)
    expect(await backup.send(new DescribeBackupJobCommand({ BackupJobId: started.BackupJobId }))).toMatchObject({
      BackupJobId: started.BackupJobId,
      BackupVaultName: 'Default',
      ResourceArn: arn('described'),
      State: 'RUNNING',
      CreationDate: started.CreationDate,
    })
  })

  it('refuses a second job of a resource, and stops the first', async () => {
    const { BackupJobId } = await start('stopped')
    await expect(start('stopped')).rejects.toMatchObject({
      name: 'ConflictException',
      message: expect.stringContaining(BackupJobId!),
      $metadata: { httpStatusCode: 409, requestId: expect.any(String) },
    })
    await backup.send(new StopBackupJobCommand({ BackupJobId }))
    expect(await backup.send(new DescribeBackupJobCommand({ BackupJobId }))).toMatchObject({
      State: 'ABORTED',
      CompletionDate: expect.any(Date),
    })
  })

  it('takes over a running job when told to', async () => {
    const first = await start('taken')
    const second = await start('taken', { BackupOptions: { TakeOver: 'true' } })
    expect(second.BackupJobId).not.toBe(first.BackupJobId)
    expect(await backup.send(new DescribeBackupJobCommand({ BackupJobId: first.BackupJobId }))).toMatchObject({
      State: 'ABORTED',
    })
  })

  it('lists with filters and pages', async () => {
    const vault = { BackupVaultName: 'Listing' }
    const ids: string[] = []
    for (const name of ['list-1', 'list-2', 'list-3']) ids.push(await completed(name, vault))
    ids.push((await start('list-4', vault)).BackupJobId!)

    const pages: string[][] = []
    for await (const page of paginateListBackupJobs({ client: backup, pageSize: 3 }, { ByBackupVaultName: 'Listing' }))
      pages.push((page.BackupJobs ?? []).map((job) => job.BackupJobId!))
    expect(pages.flat()).toEqual(ids.toReversed())
    expect(pages[0]).toHaveLength(3)

    const list = async (filter: object) => {
      const { BackupJobs } = await backup.send(new ListBackupJobsCommand({ ByBackupVaultName: 'Listing', ...filter }))
      return BackupJobs?.map((job) => job.BackupJobId)
    }
    expect(await list({ ByState: 'RUNNING' })).toEqual([ids[3]])
    expect(await list({ ByResourceArn: arn('list-2') })).toEqual([ids[1]])
    expect(await list({ ByResourceType: 'EBS' })).toEqual([])
    expect(
      await list({
        ByCreatedAfter: new Date(Date.now() - 3_600_000),
        ByCompleteBefore: new Date(Date.now() + 3_600_000),
      }),
    ).toEqual(ids.slice(0, 3).toReversed())
    expect(await list({ ByCreatedBefore: new Date('2020-01-01') })).toEqual([])
    expect(await list({ ByAccountId: '111111111111' })).toEqual([])
  })

  it('tells sizes as numbers, dates as dates and the number of objects', async () => {
    const BackupJobId = await completed('facts')
    expect(await backup.send(new DescribeBackupJobCommand({ BackupJobId }))).toMatchObject({
      State: 'COMPLETED',
      PercentDone: '100.0',
      MessageCategory: 'SUCCESS',
      BackupSizeInBytes: 0,
      BytesTransferred: 0,
      BackupOptions: { ObjectCount: '1' },
      CompletionDate: expect.any(Date),
    })
  })

  it('deletes a recovery point by its ARN', async () => {
    const BackupJobId = await completed('deleted')
    const { RecoveryPointArn } = await backup.send(new DescribeBackupJobCommand({ BackupJobId }))
    const point = { BackupVaultName: 'Default', RecoveryPointArn }
    await backup.send(new DeleteRecoveryPointCommand(point))
    await expect(backup.send(new DeleteRecoveryPointCommand(point))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    })
  })

  it('gets typed errors with their messages', async () => {
    await expect(backup.send(new DescribeBackupJobCommand({ BackupJobId: 'unknown' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      $metadata: { httpStatusCode: 400 },
    })
    await expect(
      backup.send(
        new StartBackupJobCommand({ BackupVaultName: 'Default', ResourceArn: arn('x'), IamRoleArn: undefined }),
      ),
    ).rejects.toMatchObject({
      name: 'MissingParameterValueException',
      message: 'IamRoleArn is missing',
    })
    await expect(backup.send(new ListBackupJobsCommand({ MaxResults: 0 }))).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
    })
    await expect(backup.send(new ListBackupJobsCommand({ NextToken: 'made-up' }))).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
    })
  })

  it('hears that an operation is not there', async () => {
    await expect(backup.send(new ListBackupPlansCommand({}))).rejects.toMatchObject({
      name: 'UnknownOperationException',
      $metadata: { httpStatusCode: 404 },
    })
  })
})
