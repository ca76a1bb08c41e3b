import { createHash } from 'node:crypto'
import { BackupClient, StartBackupJobCommand } from '@aws-sdk/client-backup'
import { BackupStorage } from '@aws-sdk/client-backupstorage'
import { CommitBackupJobCommand } from '@aws-sdk/client-backupstorage/extensions'
import { expectAccessible } from '../accessibility.ts'
import { expect, test } from '../fixtures.ts'
import { storageOf } from '../storage-process.ts'
import type { ThawServer } from '../thaw.ts'

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest()

/** A backup that is under way, as far as a test has brought it. */
async function runningJob(thaw: ThawServer, resource: string) {
  const { endpoint, ...credentials } = await storageOf(thaw)
  const settings = { endpoint, credentials, region: 'us-east-1' }
  const backup = new BackupClient(settings)
  const storage = new BackupStorage(settings)
  const { BackupJobId } = await backup.send(
    new StartBackupJobCommand({
      BackupVaultName: 'Default',
      ResourceArn: `arn:aws:thaw::000000000000:resource/${resource}`,
      IamRoleArn: 'arn:aws:iam::000000000000:role/thaw',
    }),
  )
  return {
    id: BackupJobId!,
    async put(ObjectName: string) {
      const bytes = Buffer.from(ObjectName)
      const chunk = { Data: bytes, Length: bytes.length, ChecksumAlgorithm: 'SHA256' as const }
      const { UploadId } = await storage.startObject({ BackupJobId, ObjectName })
      const Checksum = sha256(bytes).toString('base64')
      await storage.putChunk({ BackupJobId, UploadId, ChunkIndex: 0, ...chunk, Checksum })
      const ObjectChecksum = sha256(sha256(bytes)).toString('base64')
      await storage.notifyObjectComplete({ BackupJobId, UploadId, ObjectChecksum, ObjectChecksumAlgorithm: 'SUMMARY' })
    },
    async commit() {
      await storage.send(new CommitBackupJobCommand({ BackupJobId }))
    },
    [Symbol.dispose]() {
      backup.destroy()
      storage.destroy()
    },
  }
}

test('the page of a running job follows it, and moves no row that somebody looks at', async ({ page, thaw }) => {
  using job = await runningJob(thaw, 'journey:running')
  await page.goto(`/jobs/${job.id}`)
  await expect(page.getByText('No object has been completed yet')).toBeVisible()

  await job.put('m.txt')
  const row = page.getByRole('link', { name: 'm.txt', exact: true })
  await expect(row).toBeVisible()
  const header = page.getByRole('banner').or(page.locator('#work header')).filter({ hasText: 'Objects' })
  await expect(header).toContainText('Objects1')

  await row.hover()
  await job.put('a.txt')
  await expect(header).toContainText('Objects2')
  await expect(page.getByRole('link', { name: 'a.txt', exact: true })).toHaveCount(0)
  const offer = page.getByRole('status').filter({ hasText: 'More objects have come' })
  await expect(offer).toBeVisible()
  await expectAccessible(page)
  await offer.getByRole('button', { name: 'show them' }).click()
  await expect(page.locator('[data-row]')).toHaveText(['a.txt', 'm.txt'])
  await expect(offer).toHaveCount(0)

  await job.commit()
  await expect(header).toContainText('Completed')
  await expect(page.getByRole('button', { name: 'Delete' })).toBeVisible()
})
