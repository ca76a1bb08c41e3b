/** W27: a job is deleted, and its garbage collected without grace, while somebody reads it by socket. */
import { BackupClient, DeleteRecoveryPointCommand, StartBackupJobCommand } from '@aws-sdk/client-backup'
import { BackupStorage } from '@aws-sdk/client-backupstorage'
import { CollectGarbageCommand, CommitBackupJobCommand } from '@aws-sdk/client-backupstorage/extensions'
import { expect, it } from 'vitest'
import { openListed, readVerified } from '#lib/restore/index.ts'
import { findObject, storedObject } from '#lib/storage/stored-object.ts'
import { REGION, sha256, summary, temporaryService } from './service.ts'

/** Files and packed chunks; every other one is in another job as well. */
const chunks = Array.from({ length: 16 }, (_, i) => Buffer.alloc(i % 4 < 2 ? 300_000 : 3000, `${i}`))
const shared = chunks.filter((_, i) => i % 2 === 0)

it.each([0, 1, 5, 15])(
  'W27 after %i chunks: what was given is right, and it never ends as if it were whole',
  async (read) => {
    await using service = await temporaryService()
    const settings = { endpoint: service.endpoint, region: REGION, credentials: service.credentials, maxAttempts: 1 }
    const storage = new BackupStorage(settings)
    const backup = new BackupClient(settings)
    const mine = await store('mine', chunks)
    const other = await store('other', shared)

    const given: Uint8Array[] = []
    const reading = (async () => {
      for await (const bytes of await open(mine)) {
        given.push(bytes)
        if (given.length === read + 1) await end(mine)
      }
    })()
    const outcome = await reading.then(
      () => 'whole',
      () => 'broken',
    )
    const whole = Buffer.concat(chunks)
    const got = Buffer.concat(given)
    expect(got.equals(whole.subarray(0, got.length))).toBe(true)
    expect(outcome).toBe(got.length === whole.length ? 'whole' : 'broken')
    if (read < 14) expect(outcome).toBe('broken')

    const rest: Uint8Array[] = []
    for await (const bytes of await open(other)) rest.push(bytes)
    expect(Buffer.concat(rest).equals(Buffer.concat(shared))).toBe(true)

    async function store(resource: string, contents: Buffer[]): Promise<string> {
      const { BackupJobId } = await backup.send(
        new StartBackupJobCommand({
          BackupVaultName: 'Default',
          ResourceArn: `arn:aws:thaw::000000000000:resource/${resource}`,
          IamRoleArn: 'arn:aws:iam::000000000000:role/r',
        }),
      )
      const { UploadId } = await storage.startObject({ BackupJobId, ObjectName: 'o' })
      for (const [ChunkIndex, Data] of contents.entries())
        await storage.putChunk({
          ...{ BackupJobId, UploadId, ChunkIndex, Data },
          ...{ Length: Data.length, Checksum: sha256(Data), ChecksumAlgorithm: 'SHA256' },
        })
      const ObjectChecksum = summary(contents.map(sha256))
      await storage.notifyObjectComplete({ BackupJobId, UploadId, ObjectChecksum, ObjectChecksumAlgorithm: 'SUMMARY' })
      await storage.send(new CommitBackupJobCommand({ BackupJobId }))
      return BackupJobId!
    }

    /** One chunk at a time, so that most are still to come. */
    async function open(jobId: string) {
      const object = storedObject(storage, jobId, (await findObject(storage, { jobId, name: 'o' }))!)
      return readVerified(await openListed(object), { fetchChunk: object.fetchChunk, budgetBytes: 1 })
    }

    async function end(jobId: string): Promise<void> {
      const RecoveryPointArn = `arn:aws:backup:${REGION}:000000000000:recovery-point:${jobId}`
      await backup.send(new DeleteRecoveryPointCommand({ BackupVaultName: 'Default', RecoveryPointArn }))
      await storage.send(new CollectGarbageCommand({ GraceSeconds: 0 }))
    }
  },
)
