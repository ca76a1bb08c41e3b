import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StartBackupJobCommand, StopBackupJobCommand } from '@aws-sdk/client-backup'
import { PutObjectCommand } from '@aws-sdk/client-backupstorage'
import { FailBackupJobCommand } from '@aws-sdk/client-backupstorage/extensions'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { run } from './program.ts'
import { type CommandLine, openCommandLine } from './service.testing.ts'

/* `thaw ls`, `verify` and `restore` of jobs that are no backups, against a real service. */

let here: CommandLine
beforeAll(async () => {
  here = await openCommandLine()
})
afterAll(() => here[Symbol.asyncDispose]())

/** A running job with one empty object. */
async function runningJob(resource: string): Promise<string> {
  const { BackupJobId } = await here.backups.send(
    new StartBackupJobCommand({
      BackupVaultName: 'Default',
      ResourceArn: `arn:aws:thaw::000000000000:resource/${resource}`,
      IamRoleArn: 'arn:aws:iam::000000000000:role/thaw',
    }),
  )
  await here.storage.send(
    new PutObjectCommand({
      BackupJobId,
      ObjectName: 'empty',
      ObjectChecksum: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
      ObjectChecksumAlgorithm: 'SUMMARY',
    }),
  )
  return BackupJobId!
}

/** What a command line ends with and says on stderr. */
async function said(...args: string[]): Promise<{ code: number; text: string }> {
  const lines: string[] = []
  using _error = vi.spyOn(console, 'error').mockImplementation((line: string) => void lines.push(line))
  using _log = vi.spyOn(console, 'log').mockImplementation(() => {})
  return { code: await run([...args, '--data-dir', here.dataDir]), text: lines.join('\n') }
}

const commands = (job: string) => [
  ['ls', job],
  ['verify', job],
  ['restore', job, '--to', join(here.base, 'out')],
  ['restore', job, '--to', join(here.base, 'out'), '--dry-run'],
]

it('a job that was stopped is told as such, before anything begins', async () => {
  const job = await runningJob('stopped')
  await here.backups.send(new StopBackupJobCommand({ BackupJobId: job }))
  for (const command of commands(job)) {
    const { code, text } = await said(...command)
    expect([code, text]).toEqual([
      1,
      expect.stringMatching(
        /^Job \S+ was stopped on \S+Z: Stopped on request\. It left no backup: there is nothing to list, verify, download or restore\.$/,
      ),
    ])
  }
  expect(readdirSync(here.base)).not.toContain('out')
})

it('a job whose writer gave up says why', async () => {
  const job = await runningJob('failed')
  await here.storage.send(new FailBackupJobCommand({ BackupJobId: job, Reason: 'Disk full.' }))
  const { text } = await said('ls', job)
  expect(text).toMatch(/^Job \S+ was given up by its writer on \S+Z: Disk full\. It left no backup/)
})

it('a job that still runs is read, and told not to be a backup yet', async () => {
  const job = await runningJob('running')
  for (const command of commands(job)) {
    const { code, text } = await said(...command)
    expect([code, text]).toEqual([0, expect.stringMatching(/^Job \S+ still runs: .* no backup yet\.$/m)])
  }
})

it('nothing is deleted for not being in a job that still runs', async () => {
  const job = await runningJob('deleting')
  const target = here.folder('deleting')
  writeFileSync(join(target, 'file'), 'not stored yet')
  const { code, text } = await said('restore', job, '--to', target, '--delete', '--delete-excluded')
  expect([code, text]).toEqual([1, expect.stringMatching(/^The job still runs; --delete would delete/m)])
  expect(readdirSync(target)).toEqual(['file'])
})

it('a job that never was is not told more of', async () => {
  expect(await said('ls', 'nothing')).toEqual({ code: 1, text: expect.stringMatching(/^There is no such storage job/) })
})
