import { createHash } from 'node:crypto'
import { BackupClient, StartBackupJobCommand } from '@aws-sdk/client-backup'
import { BackupStorage } from '@aws-sdk/client-backupstorage'
import { CommitBackupJobCommand } from '@aws-sdk/client-backupstorage/extensions'
import { storageOf } from './storage-process.ts'
import type { ThawServer } from './thaw.ts'

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest()

/** A backup that is under way, as far as a test has brought it. */
export async function runningJob(thaw: ThawServer, resource: string, BackupOptions?: Record<string, string>) {
  const { endpoint, ...credentials } = await storageOf(thaw)
  const settings = { endpoint, credentials, region: 'us-east-1' }
  const backup = new BackupClient(settings)
  const storage = new BackupStorage(settings)
  const { BackupJobId } = await backup.send(
    new StartBackupJobCommand({
      BackupVaultName: 'Default',
      ResourceArn: `arn:aws:thaw::000000000000:resource/${resource}`,
      IamRoleArn: 'arn:aws:iam::000000000000:role/thaw',
      BackupOptions,
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
    /** Begins an object and leaves it so. */
    async begin(ObjectName: string) {
      await storage.startObject({ BackupJobId, ObjectName })
    },
    async commit(facts: { Warning?: string; Details?: string } = {}) {
      await storage.send(new CommitBackupJobCommand({ BackupJobId, ...facts }))
    },
    [Symbol.dispose]() {
      backup.destroy()
      storage.destroy()
    },
  }
}
