/** What of a signed request is kept, beside what conformance/replay.test.ts shows by socket. */
import { expect, it } from 'vitest'
import { IndexUnavailableError } from '../index-store.ts'
import { body, context, openEngine, sha256, type TestEngine } from './testing.ts'

const request = { signature: 'ab'.repeat(32), signedAt: 1000 }

const signedPut = ({ engine }: TestEngine, BackupJobId: string, content: string) =>
  engine.putObject(
    {
      BackupJobId,
      ObjectName: 'x',
      InlineChunk: body(content),
      InlineChunkLength: 5,
      InlineChunkChecksum: sha256('right'),
      InlineChunkChecksumAlgorithm: 'SHA256',
    },
    { ...context, request },
  )

it('S20 a fault of the service is not kept: the same request acts when it comes again', async () => {
  await using test = await openEngine()
  const job = await test.start()
  const { putObject } = test.index
  test.index.putObject = () => Promise.reject(new IndexUnavailableError('full', { busy: true }))
  await expect(signedPut(test, job, 'right')).rejects.toMatchObject({ status: 429 })
  test.index.putObject = putObject
  await signedPut(test, job, 'right')
  expect(await test.list(job)).toHaveLength(1)
})

it('S20 a body that is not the promised one is not kept, nor one that broke off', async () => {
  await using test = await openEngine()
  const job = await test.start()
  await expect(signedPut(test, job, 'wrong')).rejects.toMatchObject({ name: 'IllegalArgumentException' })
  await signedPut(test, job, 'right')
  expect(await test.list(job)).toHaveLength(1)
})

it('S20 an answer that needed no write is kept as well, and told for as long as it is true', async () => {
  await using test = await openEngine()
  const job = await test.start()
  await test.call('commitBackupJob', { BackupJobId: job })
  const again = { ...context, request }
  const commit = () => test.engine.commitBackupJob({ BackupJobId: job }, again)
  expect(await commit()).toEqual({})
  expect(await commit()).toEqual({})
  const RecoveryPointArn = `arn:aws:backup:eu-north-1:000000000000:recovery-point:${job}`
  await test.call('deleteRecoveryPoint', { BackupVaultName: 'Default', RecoveryPointArn })
  await expect(commit()).rejects.toMatchObject({ name: 'ThrottlingException' })
  const freed = await test.engine.collectGarbage({}, { ...again, request: { ...request, signedAt: 2000 } })
  await test.put(await test.start(), 'x', 'x')
  expect(await test.engine.collectGarbage({}, { ...again, request: { ...request, signedAt: 2000 } })).toEqual(freed)
})
