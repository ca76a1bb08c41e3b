import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { BackupClient, DescribeBackupJobCommand, StartBackupJobCommand } from '@aws-sdk/client-backup'
import { BackupStorage } from '@aws-sdk/client-backupstorage'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { writeRunning } from '../config/running.ts'
import { openService, type Service } from '../service/open.ts'

const root = join(import.meta.dirname, '../..')
const quiet = { info() {}, warn() {}, error() {} }
let dataDir: string
let service: Service
let storage: BackupStorage
let backup: BackupClient
let job: string

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'thaw-commit-'))
  service = await openService({ dataDir, host: '127.0.0.1', port: 0, region: 'us-east-1', log: quiet })
  const { endpoint, region, credentials } = service
  writeRunning(dataDir, {
    pid: process.pid,
    storageEndpoint: endpoint,
    backupEndpoint: endpoint,
    embedded: true,
    dashboardUrl: 'http://127.0.0.1:1',
    region,
  })
  storage = new BackupStorage({ endpoint, region, credentials })
  backup = new BackupClient({ endpoint, region, credentials })
})
afterAll(async () => {
  await service[Symbol.asyncDispose]()
  rmSync(dataDir, { recursive: true, force: true })
})

/** A job as a foreign client leaves it: a finished object, and perhaps an upload that is not. */
async function leave(resource: string): Promise<void> {
  const started = await backup.send(
    new StartBackupJobCommand({
      BackupVaultName: 'Default',
      ResourceArn: `arn:aws:thaw::000000000000:resource/${resource}`,
      IamRoleArn: 'arn:aws:iam::000000000000:role/r',
    }),
  )
  job = started.BackupJobId!
  await storage.putObject({ BackupJobId: job, ObjectName: 'finished' })
}

const state = async () => (await backup.send(new DescribeBackupJobCommand({ BackupJobId: job }))).State

async function thaw(...args: string[]) {
  const env: NodeJS.ProcessEnv = { NODE_ENV: 'test', PATH: process.env.PATH, THAW_DATA_DIR: dataDir }
  const ran = promisify(execFile)(process.execPath, [join(root, 'lib/cli/main.ts'), ...args], { env })
  const { stdout, stderr } = await ran.catch((failed) => failed)
  return { code: ran.child.exitCode, stdout, stderr }
}

it('completes a running job, and says so again', async () => {
  await leave('finished')
  const done = { code: 0, stdout: `Job ${job} is committed: 1 object, 0 B.\n` }
  expect(await thaw('commit', job)).toMatchObject(done)
  expect(await state()).toBe('COMPLETED')
  expect(await thaw('commit', job)).toMatchObject(done)
})

it('is refused while an upload is open, unless that is abandoned', async () => {
  await leave('open')
  await storage.startObject({ BackupJobId: job, ObjectName: 'half' })
  const refused = await thaw('commit', job)
  expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/"half".*AbandonOpenUploads/) })
  expect(await state()).toBe('RUNNING')
  expect((await thaw('commit', job, '--abandon-open-uploads')).code).toBe(0)
  expect(await state()).toBe('COMPLETED')
})

it('says that there is no such job, or that it has ended otherwise', async () => {
  expect(await thaw('commit', 'none')).toMatchObject({ code: 1, stderr: expect.stringContaining('no such job') })
  expect((await thaw('commit')).code).toBe(2)
})

const curl = spawnSync('curl', ['--aws-sigv4', 'aws:amz', '--version']).status === 0
if (!curl) console.info('Skipped: no curl here knows --aws-sigv4')

it.skipIf(!curl)('is one line of curl', async () => {
  await leave('curl')
  const { accessKeyId, secretAccessKey } = service.credentials
  const { stdout } = await promisify(execFile)('curl', [
    ...['--fail-with-body', '--silent', '--show-error', '--user', `${accessKeyId}:${secretAccessKey}`],
    ...['--aws-sigv4', 'aws:amz:us-east-1:backup-storage'],
    ...['-X', 'PUT', `${service.endpoint}/backup-jobs/${job}/commit`],
  ])
  expect(stdout).toBe('{}')
  expect(await state()).toBe('COMPLETED')
})

it('is not needed for a job that Thaw writes: the next backup may take its place', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'thaw-commit-source-'))
  const { code, stdout } = await thaw('backup', folder)
  rmSync(folder, { recursive: true })
  expect(code).toBe(0)
  const [BackupJobId] = /[0-9a-f-]{36}/.exec(stdout)!
  const described = await backup.send(new DescribeBackupJobCommand({ BackupJobId }))
  expect(described.BackupOptions).toMatchObject({ Resumable: 'true' })
})
