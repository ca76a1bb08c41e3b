import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BackupClient, StopBackupJobCommand } from '@aws-sdk/client-backup'
import { BackupStorageClient } from '@aws-sdk/client-backupstorage'
import { CommitBackupJobCommand } from '@aws-sdk/client-backupstorage/extensions'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { silent } from '#lib/log.ts'
import { openService, type Service } from '../service/open.ts'
import { backupPath } from './backup.ts'
import type { BackupEvent } from './events.ts'
import { JobCommittedError, JobStoppedError } from './job-ended-errors.ts'

let base: string
let service: Service
beforeEach(async () => {
  base = mkdtempSync(join(tmpdir(), 'thaw-backup-'))
  writeFileSync(join(base, 'file'), 'content')
  service = await openService({
    dataDir: join(base, 'data'),
    host: '127.0.0.1',
    port: 0,
    region: 'us-east-1',
    log: silent,
  })
})
afterEach(async () => {
  await service[Symbol.asyncDispose]()
  rmSync(base, { recursive: true })
})

interface Disturbed {
  /** Done once the job runs and before anything is asked of the storage. */
  meanwhile?: (jobId: string) => Promise<unknown>
  /** Stands between the service's answer to the commit and the backup. */
  committed?: (interrupt: AbortController) => void
  /** From then on nothing is answered any more. */
  goneWith?: string
}

/** Backs one file up. */
async function backup({ meanwhile = async () => {}, committed, goneWith }: Disturbed) {
  const interrupt = new AbortController()
  const started = Promise.withResolvers<string>()
  const events: BackupEvent['kind'][] = []
  const told: BackupEvent[] = []
  let gone = false
  const client = new BackupClient(service)
  client.middlewareStack.add(
    (next) => async (args) => {
      if (gone) throw new Error('no service')
      return next(args)
    },
    { step: 'initialize' },
  )
  const storage = new BackupStorageClient(service)
  storage.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        await done
        if (gone) throw new Error('no service')
        const answer = await next(args)
        gone = commandName === goneWith
        if (gone) throw new Error('no answer')
        if (commandName === 'CommitBackupJobCommand') committed?.(interrupt)
        return answer
      },
    { step: 'initialize' },
  )
  const done = started.promise.then(meanwhile)
  done.catch(() => {}) // what waits for it meets that later
  const backing = backupPath({
    storage,
    backup: client,
    source: join(base, 'file'),
    vault: 'Default',
    resourceArn: 'arn:aws:thaw::000000000000:resource/test',
    signal: interrupt.signal,
    onEvent(event) {
      events.push(event.kind)
      told.push(event)
      if (event.kind === 'started') started.resolve(event.jobId)
    },
  })
  const failure = await backing.then(
    () => undefined,
    (error: unknown) => error,
  )
  const jobId = await started.promise
  return { failure, events, told, jobId, backing }
}

it('ends with the one reason that somebody else stopped the job', async () => {
  const stop = (BackupJobId: string) => new BackupClient(service).send(new StopBackupJobCommand({ BackupJobId }))
  const { failure, events, jobId } = await backup({ meanwhile: stop })
  expect(failure).toBeInstanceOf(JobStoppedError)
  expect(failure).toMatchObject({
    jobId,
    message: `Job ${jobId} was stopped from elsewhere; nothing of it counts as a backup.`,
    cause: { message: 'The job is ABORTED, not RUNNING' },
  })
  expect(events).not.toContain('abandoned')
})

it('says that a part of it counts as a backup where somebody else committed the job', async () => {
  const commit = (BackupJobId: string) =>
    new BackupStorageClient(service).send(new CommitBackupJobCommand({ BackupJobId }))
  const { failure, events, jobId } = await backup({ meanwhile: commit })
  expect(failure).toBeInstanceOf(JobCommittedError)
  expect(failure).toMatchObject({ jobId, message: expect.stringContaining('it counts as a backup') })
  expect(events).not.toContain('abandoned')
})

it('stops its job when anything else fails, also where no reason can be told, and throws just that', async () => {
  const { failure, told, jobId } = await backup({ meanwhile: () => Promise.reject(new Error('no storage')) })
  expect(failure).toMatchObject({ message: 'no storage' })
  expect(told.at(-1)).toEqual({ kind: 'abandoned', jobId, stopped: true, unsure: false })
})

it('says that it does not know whether it is a backup where nothing is answered any more', async () => {
  const { failure, told, jobId } = await backup({ goneWith: 'CommitBackupJobCommand' })
  expect(failure).toMatchObject({ message: 'no answer' })
  expect(told.at(-1)).toEqual({ kind: 'abandoned', jobId, stopped: false, unsure: true })
})

it('and knows that it is none where that was before the commit', async () => {
  const { told, jobId } = await backup({ goneWith: 'PutObjectCommand' })
  expect(told.at(-1)).toEqual({ kind: 'abandoned', jobId, stopped: false, unsure: false })
})

it.each([
  ['lost', () => {}],
  ['not waited for', (interrupt: AbortController) => interrupt.abort()],
])('is a backup where the answer to the commit was %s', async (_, before) => {
  const committed = (interrupt: AbortController) => {
    before(interrupt)
    throw new Error('no answer')
  }
  const { backing, events, jobId } = await backup({ committed })
  expect(await backing).toEqual({ jobId })
  expect(events).not.toContain('abandoned')
})
