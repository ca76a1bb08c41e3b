/** A real service on a folder of its own, with short names for what tests of damage do. */

import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BackupClient, StartBackupJobCommand } from '@aws-sdk/client-backup'
import {
  BackupStorageClient,
  NotifyObjectCompleteCommand,
  PutChunkCommand,
  StartObjectCommand,
} from '@aws-sdk/client-backupstorage'
import { CommitBackupJobCommand } from '@aws-sdk/client-backupstorage/extensions'
import { silent } from '#lib/log.ts'
import { openService } from '#lib/service/open.ts'

export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('base64')

export interface TestObject {
  chunks: Buffer[]
  blob?: Buffer
}

export interface TestStore extends AsyncDisposable {
  client: BackupStorageClient
  backup: BackupClient
  endpoint: string
  dataDir: string
  startJob(resource: string): Promise<string>
  put(jobId: string, name: string, object: TestObject): Promise<void>
  commit(jobId: string): Promise<void>
  /** Where a chunk of 64 KiB or more lies. */
  fileOf(chunk: Buffer): string
  /** Where the copy of a smaller chunk that was written last lies. */
  packedAt(chunk: Buffer): { path: string; offset: number }
}

export async function openTestStore(): Promise<TestStore> {
  const dataDir = mkdtempSync(join(tmpdir(), 'thaw-damage-'))
  const service = await openService({ dataDir, host: '127.0.0.1', port: 0, region: 'us-east-1', log: silent })
  const { endpoint, region, credentials, requestHandler } = service
  const connection = { endpoint, region, credentials, requestHandler, maxAttempts: 1 }
  const client = new BackupStorageClient(connection)
  const backup = new BackupClient(connection)
  const packs = join(dataDir, 'v1/packs')
  return {
    client,
    backup,
    endpoint,
    dataDir,
    async startJob(resource) {
      const started = await backup.send(
        new StartBackupJobCommand({
          BackupVaultName: 'Default',
          ResourceArn: `arn:aws:thaw::000000000000:resource/${resource}`,
          IamRoleArn: 'arn:aws:iam::000000000000:role/thaw',
        }),
      )
      return started.BackupJobId!
    },
    async put(BackupJobId, ObjectName, { chunks, blob }) {
      const { UploadId } = await client.send(new StartObjectCommand({ BackupJobId, ObjectName }))
      for (const [ChunkIndex, Data] of chunks.entries()) {
        const promise = { Length: Data.length, Checksum: sha256(Data), ChecksumAlgorithm: 'SHA256' as const }
        await client.send(new PutChunkCommand({ BackupJobId, UploadId, ChunkIndex, Data, ...promise }))
      }
      const digests = chunks.map((chunk) => Buffer.from(sha256(chunk), 'base64'))
      await client.send(
        new NotifyObjectCompleteCommand({
          BackupJobId,
          UploadId,
          ObjectChecksum: sha256(Buffer.concat(digests)),
          ObjectChecksumAlgorithm: 'SUMMARY',
          ...(blob && {
            MetadataBlob: blob,
            MetadataBlobLength: blob.length,
            MetadataBlobChecksum: sha256(blob),
            MetadataBlobChecksumAlgorithm: 'SHA256' as const,
          }),
        }),
      )
    },
    async commit(BackupJobId) {
      await client.send(new CommitBackupJobCommand({ BackupJobId }))
    },
    fileOf(chunk) {
      const hex = Buffer.from(sha256(chunk), 'base64').toString('hex')
      return join(dataDir, 'v1/chunks', hex.slice(0, 2), hex)
    },
    packedAt(chunk) {
      for (const name of readdirSync(packs).sort().toReversed()) {
        const path = join(packs, name)
        const offset = readFileSync(path).lastIndexOf(chunk)
        if (offset !== -1) return { path, offset }
      }
      throw new Error('The chunk is in no pack')
    },
    async [Symbol.asyncDispose]() {
      await service[Symbol.asyncDispose]()
      rmSync(dataDir, { recursive: true })
    },
  }
}
