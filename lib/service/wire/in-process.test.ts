import { BackupClient, ListBackupJobsCommand } from '@aws-sdk/client-backup'
import { BackupStorageClient, GetChunkCommand } from '@aws-sdk/client-backupstorage'
import { describe, expect, it } from 'vitest'
import { handedOver } from '#lib/storage/handover.ts'
import { inProcessHandler } from './in-process.ts'
import { KEY_PAIR, REGION, recordingEngine } from './testing/requests.ts'
import { createWire } from './wire.ts'

describe('the in-process handler', () => {
  function client(operations: Parameters<typeof recordingEngine>[0], credentials = KEY_PAIR) {
    const { engine, calls } = recordingEngine(operations)
    const wire = createWire({ engine, credentials: KEY_PAIR, region: REGION })
    const settings = { endpoint: 'http://embedded:1', region: REGION, credentials, maxAttempts: 1 }
    const requestHandler = inProcessHandler(wire)
    const storage = new BackupStorageClient({ ...settings, requestHandler })
    return { backup: new BackupClient({ ...settings, requestHandler }), storage, calls }
  }

  it('carries a call through the whole pipeline', async () => {
    const { backup, calls } = client({
      listBackupJobs: async () => ({ BackupJobs: [{ BackupJobId: 'j', CreationDate: new Date(1000) }] }) as never,
    })
    const input = {
      ByState: 'RUNNING',
      ByResourceArn: 'arn:aws:thaw::0:resource/a b+c',
      MaxResults: 3,
      ByCreatedAfter: new Date(1500),
    } as const
    const output = await backup.send(new ListBackupJobsCommand(input))
    expect(output).toMatchObject({ BackupJobs: [{ BackupJobId: 'j', CreationDate: new Date(1000) }] })
    expect(calls).toEqual([['listBackupJobs', input]])
  })

  it('S03 checks signatures too', async () => {
    const { backup, calls } = client({}, { ...KEY_PAIR, secretAccessKey: 'wrong' })
    await expect(backup.send(new ListBackupJobsCommand({}))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      $metadata: { httpStatusCode: 403 },
    })
    expect(calls).toEqual([])
  })

  it('aborts with the caller', async () => {
    const controller = new AbortController()
    const { backup } = client({
      listBackupJobs: async (_input, { signal }) => {
        controller.abort()
        signal.throwIfAborted()
        return {} as never
      },
    })
    const call = backup.send(new ListBackupJobsCommand({}), { abortSignal: controller.signal })
    await expect(call).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('hands a payload over as the buffer it is, with the checksum the store has proven', async () => {
    const bytes = Buffer.from('content')
    const { storage } = client({
      getChunk: async () => ({ Data: bytes, Length: 7, Checksum: 'proven', ChecksumAlgorithm: 'SHA256' }) as never,
    })
    const { Data } = await storage.send(new GetChunkCommand({ StorageJobId: 'j', ChunkToken: 't' }))
    expect(handedOver(Data!)).toEqual({ bytes, checksum: 'proven' })
    expect(handedOver(Data!)?.bytes).toBe(bytes)
    expect(Buffer.from(await Data!.transformToByteArray())).toEqual(bytes) // the stream itself carries the same
  })
})
