import { execFile, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'
import { DescribeBackupJobCommand, StartBackupJobCommand } from '@aws-sdk/client-backup'
import { PutObjectCommand, StartObjectCommand } from '@aws-sdk/client-backupstorage'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type CommandLine, openCommandLine } from './service.testing.ts'

let here: CommandLine
let job: string
beforeAll(async () => {
  here = await openCommandLine()
})
afterAll(() => here[Symbol.asyncDispose]())

/** A job as a foreign client leaves it: a finished object, and perhaps an upload that is not. */
async function leave(resource: string, BackupOptions?: Record<string, string>): Promise<void> {
  const started = await here.backups.send(
    new StartBackupJobCommand({
      BackupVaultName: 'Default',
      ResourceArn: `arn:aws:thaw::000000000000:resource/${resource}`,
      IamRoleArn: 'arn:aws:iam::000000000000:role/r',
      BackupOptions,
    }),
  )
  job = started.BackupJobId!
  await here.storage.send(new PutObjectCommand({ BackupJobId: job, ObjectName: 'finished' }))
}

const state = async () => (await here.backups.send(new DescribeBackupJobCommand({ BackupJobId: job }))).State

it('completes a running job, and says so again', async () => {
  await leave('finished')
  const done = { code: 0, stdout: `Job ${job} is committed: 1 object, 0 B.\n` }
  expect(await here.thaw('commit', job)).toMatchObject(done)
  expect(await state()).toBe('COMPLETED')
  expect(await here.thaw('commit', job)).toMatchObject(done)
})

it('is refused while an upload is open, unless that is abandoned', async () => {
  await leave('open')
  await here.storage.send(new StartObjectCommand({ BackupJobId: job, ObjectName: 'half' }))
  const refused = await here.thaw('commit', job)
  expect(refused).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/^The upload of "half" is not complete; .*--abandon-open-uploads/),
  })
  expect(await state()).toBe('RUNNING')
  expect((await here.thaw('commit', job, '--abandon-open-uploads')).code).toBe(0)
  expect(await state()).toBe('COMPLETED')
})

it('leaves alone a job that Thaw itself is writing', async () => {
  await leave('own', { Resumable: 'true' })
  const { code, stderr } = await here.thaw('commit', job)
  expect([code, stderr]).toEqual([1, expect.stringMatching(/is written by `thaw backup`, which commits it/)])
  expect(await state()).toBe('RUNNING')
})

it('says that there is no such job, or that it has ended otherwise', async () => {
  expect(await here.thaw('commit', 'none')).toMatchObject({ code: 1, stderr: expect.stringContaining('no such job') })
  expect((await here.thaw('commit')).code).toBe(2)
})

const curl = spawnSync('curl', ['--aws-sigv4', 'aws:amz', '--version']).status === 0
if (!curl) console.info('Skipped: no curl here knows --aws-sigv4')

it.skipIf(!curl)('is one line of curl', async () => {
  await leave('curl')
  const { accessKeyId, secretAccessKey } = here.service.credentials
  const { stdout } = await promisify(execFile)('curl', [
    ...['--fail-with-body', '--silent', '--show-error', '--user', `${accessKeyId}:${secretAccessKey}`],
    ...['--aws-sigv4', 'aws:amz:us-east-1:backup-storage'],
    ...['-X', 'PUT', `${here.service.endpoint}/backup-jobs/${job}/commit`],
  ])
  expect(stdout).toBe('{}')
  expect(await state()).toBe('COMPLETED')
})

it('is not needed for a job that Thaw writes: the next backup may take its place', async () => {
  const { code, stdout } = await here.thaw('backup', here.folder('source'), '--allow-empty')
  expect(code).toBe(0)
  const [BackupJobId] = /[0-9a-f-]{36}/.exec(stdout)!
  const described = await here.backups.send(new DescribeBackupJobCommand({ BackupJobId }))
  expect(described.BackupOptions).toMatchObject({ Resumable: 'true' })
})
