import { BackupClient, ListBackupJobsCommand } from '@aws-sdk/client-backup'
import { describe, expect, it } from 'vitest'
import { inProcessHandler } from './in-process.ts'
import { KEY_PAIR, REGION, recordingEngine } from './testing/requests.ts'
import { createWire } from './wire.ts'

describe('the in-process handler', () => {
  function client(operations: Parameters<typeof recordingEngine>[0], credentials = KEY_PAIR) {
    const { engine, calls } = recordingEngine(operations)
    const wire = createWire({ engine, credentials: KEY_PAIR, region: REGION })
    const settings = { endpoint: 'http://embedded:1', region: REGION, credentials, maxAttempts: 1 }
    return { backup: new BackupClient({ ...settings, requestHandler: inProcessHandler(wire) }), calls }
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
})
