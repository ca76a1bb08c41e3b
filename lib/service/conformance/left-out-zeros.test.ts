/** Requests as the AWS SDK for Go 2 sends them: a length of 0 is left out. */
import { BackupClient, StartBackupJobCommand } from '@aws-sdk/client-backup'
import { BackupStorage } from '@aws-sdk/client-backupstorage'
import { expect, it } from 'vitest'
import { capture } from './raw.ts'
import { REGION, sha256, temporaryService } from './service.ts'

it('empty objects and metadata come without a length; a chunk is never empty', async () => {
  await using service = await temporaryService()
  const settings = { endpoint: service.endpoint, region: REGION, credentials: service.credentials }
  const storage = new BackupStorage(settings)
  const { BackupJobId } = await new BackupClient(settings).send(
    new StartBackupJobCommand({
      BackupVaultName: 'Default',
      ResourceArn: 'arn:aws:thaw::000000000000:resource/go',
      IamRoleArn: 'arn:aws:iam::000000000000:role/r',
    }),
  )
  const empty = { checksum: sha256(''), 'checksum-algorithm': 'SHA256' }
  const send = async (path: string, query: Record<string, string>) =>
    (await capture(service, { method: 'PUT', path: `/backup-jobs/${BackupJobId}/${path}`, query })).send()

  expect(await send('object/empty/put-object', empty)).toMatchObject({ status: 200 })
  const { UploadId } = await storage.startObject({ BackupJobId, ObjectName: 'no chunks' })
  expect(await send(`chunk/${UploadId}/0`, empty)).toMatchObject({
    status: 400,
    body: expect.stringMatching(/one byte/),
  })
  const complete = {
    ...{ checksum: sha256(''), 'checksum-algorithm': 'SUMMARY' },
    ...{ 'metadata-checksum': sha256(''), 'metadata-checksum-algorithm': 'SHA256' },
  }
  expect(await send(`object/${UploadId}/complete`, complete)).toMatchObject({ status: 200 })
  expect(await send('object/x/put-object', { ...empty, checksum: sha256('x') })).toMatchObject({ status: 400 })
  const { ObjectList } = await storage.listObjects({ StorageJobId: BackupJobId })
  expect(
    ObjectList?.map(({ Name, ObjectLength }: { Name?: string; ObjectLength?: number }) => [Name, ObjectLength]),
  ).toEqual([
    ['empty', 0],
    ['no chunks', 0],
  ])
})
