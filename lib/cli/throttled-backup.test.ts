import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { BackupClient, StartBackupJobCommand } from '@aws-sdk/client-backup'
import { BackupStorageClient, PutChunkCommand, StartObjectCommand } from '@aws-sdk/client-backupstorage'
import { expect, it } from 'vitest'
import { sha256, temporaryService } from '../service/conformance/service.ts'

const MiB = 2 ** 20

it('R02 thaw backup gets through a service that others keep busy', async () => {
  await using service = await temporaryService()
  const { endpoint, region, credentials } = service
  const storage = new BackupStorageClient({ endpoint, region, credentials, maxAttempts: 1 })
  const input = {
    BackupVaultName: 'Default',
    ResourceArn: 'arn:aws:thaw::0:resource/x',
    IamRoleArn: 'arn:aws:iam::0:r',
  }
  const { BackupJobId } = await new BackupClient(service).send(new StartBackupJobCommand(input))
  const { UploadId } = await storage.send(new StartObjectCommand({ BackupJobId, ObjectName: 'x' }))

  // All the room there is for big writes, taken by clients that announce much and send one byte.
  const leave = new AbortController()
  const busy = Array.from({ length: 4 }, (_, ChunkIndex) => {
    const Data = new Readable({ read() {} })
    Data.push('x')
    const checks = { Length: 56 * MiB, Checksum: sha256('never sent'), ChecksumAlgorithm: 'SHA256' } as const
    const put = new PutChunkCommand({ BackupJobId, UploadId, ChunkIndex, Data, ...checks })
    return storage.send(put, { abortSignal: leave.signal }).catch(() => {})
  })

  const source = mkdtempSync(join(tmpdir(), 'thaw-throttled-'))
  mkdirSync(join(source, 'folder'))
  writeFileSync(join(source, 'folder/big'), Buffer.alloc(9 * MiB, 'big'))
  writeFileSync(join(source, 'folder/small'), 'small')
  const { accessKeyId, secretAccessKey } = service.credentials
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: 'production' as const,
    AWS_REGION: service.region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  }
  const main = join(import.meta.dirname, 'main.ts')
  const child = spawn(process.execPath, [main, 'backup', '--endpoint', service.endpoint, join(source, 'folder')], {
    env,
  })
  const told = text(child.stderr)

  const throttled = () => service.lines.filter(({ error }) => error === 'ThrottlingException').length
  await expect.poll(throttled, { timeout: 60_000 }).toBeGreaterThan(0)
  leave.abort()
  await Promise.all(busy)
  expect([child.exitCode ?? (await once(child, 'exit'))[0], await told]).toEqual([0, expect.any(String)])
  rmSync(source, { recursive: true })
  storage.destroy()
}, 60_000)
