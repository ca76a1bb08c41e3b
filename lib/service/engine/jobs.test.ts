import { describe, expect, it } from 'vitest'
import { LEASE_MS } from '../index-store.ts'
import { openEngine, RESOURCE, type TestEngine } from './testing.ts'

const arn = (job: string) => `arn:aws:backup:eu-north-1:000000000000:recovery-point:${job}`
const notFound = { name: 'ResourceNotFoundException' }
const invalid = { name: 'InvalidParameterValueException', status: 400 }

describe('DescribeBackupJob', () => {
  it('tells how many uploads of a running job are not complete, and of an ended one nothing', async () => {
    await using test = await openEngine()
    const job = await test.start()
    const told = async () => (await test.call('describeBackupJob', { BackupJobId: job })).BackupOptions?.OpenUploads
    expect(await told()).toBe('0')
    await test.call('startObject', { BackupJobId: job, ObjectName: 'half', ThrowOnDuplicate: false })
    expect(await told()).toBe('1')
    await test.call('commitBackupJob', { BackupJobId: job, AbandonOpenUploads: true })
    expect(await told()).toBeUndefined()
  })
})

describe('StartBackupJob', () => {
  it('starts a job that DescribeBackupJob tells about', async () => {
    await using test = await openEngine()
    const role = 'arn:aws:iam::000000000000:role/thaw'
    const input = { BackupVaultName: 'Default', ResourceArn: RESOURCE, IamRoleArn: role }
    const started = await test.call('startBackupJob', input)
    const job = started.BackupJobId!
    expect(started).toEqual({
      BackupJobId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      RecoveryPointArn: arn(job),
      CreationDate: new Date(test.clock.now),
      IsParent: false,
    })
    await test.put(job, 'x', 'abc')
    expect(await test.call('describeBackupJob', { BackupJobId: job })).toMatchObject({
      ...input,
      BackupJobId: job,
      AccountId: '000000000000',
      BackupVaultArn: 'arn:aws:backup:eu-north-1:000000000000:backup-vault:Default',
      RecoveryPointArn: arn(job),
      ResourceName: 'host:/folder',
      ResourceType: 'Thaw',
      State: 'RUNNING',
      BackupSizeInBytes: 3,
      BytesTransferred: 3,
      BackupOptions: { ObjectCount: '1' },
    })
    test.clock.now += 5000
    await test.call('commitBackupJob', { BackupJobId: job })
    expect(await test.call('describeBackupJob', { BackupJobId: job })).toMatchObject({
      State: 'COMPLETED',
      CompletionDate: new Date(test.clock.now),
      PercentDone: '100.0',
      MessageCategory: 'SUCCESS',
    })
    await expect(test.call('describeBackupJob', { BackupJobId: 'none' })).rejects.toMatchObject(notFound)
  })

  it('is refused while another job of the resource runs, and names it', async () => {
    await using test = await openEngine()
    const job = await test.start()
    const message = expect.stringMatching(new RegExp(`${job}.*2026-01-01T00:15:00.000Z.*TakeOver`))
    await expect(test.start()).rejects.toMatchObject({ name: 'ConflictException', status: 409, message })
    await test.start({ BackupVaultName: 'Other' })
  })

  it('takes the place of a job whose lease has lapsed, or that it is told to take over', async () => {
    await using test = await openEngine()
    const first = await test.start()
    test.clock.now += LEASE_MS
    expect(await test.call('describeBackupJob', { BackupJobId: first })).toMatchObject({
      State: 'RUNNING',
      StatusMessage: expect.stringMatching(/15 minutes/),
    })
    const second = await test.start()
    const third = await test.start({ BackupOptions: { TakeOver: 'true' } })
    for (const job of [first, second])
      expect(await test.call('describeBackupJob', { BackupJobId: job })).toMatchObject({
        State: 'ABORTED',
        StatusMessage: expect.stringMatching(/./),
      })
    expect(await test.call('describeBackupJob', { BackupJobId: third })).toMatchObject({ State: 'RUNNING' })
  })

  it('is refused while a lapsed job has finished objects that nobody can write again by himself', async () => {
    await using test = await openEngine()
    const job = await test.start()
    await test.put(job, 'x', 'abc')
    test.clock.now += LEASE_MS
    expect(await test.call('describeBackupJob', { BackupJobId: job })).toMatchObject({
      StatusMessage: expect.stringMatching(/finished objects stay/),
    })
    const message = expect.stringMatching(new RegExp(`thaw commit ${job}.*stop.*TakeOver`))
    await expect(test.start()).rejects.toMatchObject({ name: 'ConflictException', status: 409, message })
    expect(await test.list(job)).toHaveLength(1)
    await test.call('commitBackupJob', { BackupJobId: job })

    const next = await test.start({ BackupOptions: { Resumable: 'true' } })
    await test.put(next, 'y', 'abc')
    test.clock.now += LEASE_MS
    expect(await test.list(await test.start())).toMatchObject([{ Name: 'x' }])
  })

  it('gives the same job for the same IdempotencyToken', async () => {
    await using test = await openEngine()
    const job = await test.start({ IdempotencyToken: 't' })
    expect(await test.start({ IdempotencyToken: 't' })).toBe(job)
    await expect(test.start({ IdempotencyToken: 't', BackupVaultName: 'Other' })).rejects.toMatchObject(invalid)
  })

  it('renews the lease of a running job that is asked for again by its IdempotencyToken', async () => {
    await using test = await openEngine()
    const job = await test.start({ IdempotencyToken: 't' })
    for (let minutes = 0; minutes < 60; minutes += 10) {
      test.clock.now += 10 * 60_000
      expect(await test.start({ IdempotencyToken: 't' })).toBe(job)
    }
    await expect(test.start()).rejects.toMatchObject({ name: 'ConflictException' })
    test.clock.now += LEASE_MS
    expect(await test.start()).not.toBe(job)
  })

  it('refuses what it does not know, and what it does not do', async () => {
    await using test = await openEngine()
    const wrong = [
      { BackupVaultName: 'x' },
      { BackupVaultName: 'a b' },
      { ResourceArn: 'folder' },
      { ResourceArn: 'arn:aws:thaw::000000000000:resource/a\nb' },
      { BackupOptions: { TakeOver: 'yes' } },
      { BackupOptions: { WindowsVSS: 'enabled' } },
      { Lifecycle: { DeleteAfterDays: 7 } },
      { RecoveryPointTags: { a: 'b' } },
    ]
    for (const input of wrong) await expect(test.start(input), JSON.stringify(input)).rejects.toMatchObject(invalid)
    for (const input of [{ BackupVaultName: undefined }, { ResourceArn: undefined }, { IamRoleArn: undefined }])
      await expect(test.start(input)).rejects.toMatchObject({ name: 'MissingParameterValueException' })
    expect((await test.call('listBackupJobs', {})).BackupJobs).toEqual([])
  })

  it('knows what an ARN of AWS stands for', async () => {
    await using test = await openEngine()
    const described = async (ResourceArn: string) => {
      const { ResourceType, ResourceName } = await test.call('describeBackupJob', {
        BackupJobId: await test.start({ ResourceArn }),
      })
      return [ResourceType, ResourceName]
    }
    expect(await described('arn:aws:s3:::bucket')).toEqual(['S3', 'bucket'])
    expect(await described('arn:aws:ec2:eu-north-1:1:volume/vol-1')).toEqual(['EBS', 'vol-1'])
    expect(await described('arn:aws:rds:eu-north-1:1:db:main')).toEqual(['RDS', 'main'])
    expect(await described('arn:aws:thaw::000000000000:resource/h:/a b/ü')).toEqual(['Thaw', 'h:/a b/ü'])
  })
})

describe('CommitBackupJob', () => {
  it('is refused while uploads are open unless they are abandoned, and may be repeated', async () => {
    await using test = await openEngine()
    const job = await test.start()
    await test.upload(job, 'open')
    await expect(test.call('commitBackupJob', { BackupJobId: job })).rejects.toMatchObject({
      name: 'IllegalArgumentException',
      message: expect.stringMatching(/^The upload of "open" is not complete.*AbandonOpenUploads/),
    })
    const events = () => test.chunks.manifests.map(({ json }) => JSON.parse(json).event)
    expect(events()).toEqual(['start']) // a refused commit leaves no record that would complete the job on a rebuild
    expect(await test.call('commitBackupJob', { BackupJobId: job, AbandonOpenUploads: true })).toEqual({})
    expect(await test.call('commitBackupJob', { BackupJobId: job })).toEqual({})
    expect(events()).toEqual(['start', 'commit'])
    await expect(test.call('commitBackupJob', { BackupJobId: 'none' })).rejects.toMatchObject({
      ...notFound,
      status: 404,
    })
  })

  it('cannot complete an aborted job', async () => {
    await using test = await openEngine()
    const job = await test.start()
    await test.call('stopBackupJob', { BackupJobId: job })
    await expect(test.call('commitBackupJob', { BackupJobId: job })).rejects.toMatchObject({
      name: 'IllegalArgumentException',
      message: expect.stringMatching(/ABORTED/),
    })
  })
})

describe('what a writer says of its job', () => {
  it('comes with the commit and is told from then on; a warning is confirmed once', async () => {
    await using test = await openEngine()
    const BackupJobId = await test.start({ BackupOptions: { Resumable: 'true' } })
    const Warning = 'shrunk: 3 of 40,000 left'
    const Details = '{"excluded":{"count":2}}'
    await test.call('commitBackupJob', { BackupJobId, Warning, Details })
    const options = { ObjectCount: '0', Resumable: 'true', Warning }
    const described = async () => (await test.call('describeBackupJob', { BackupJobId })).BackupOptions
    expect(await described()).toEqual({ ...options, Details })
    const confirmed = new Date(test.clock.now).toISOString()
    await test.call('confirmBackupJob', { BackupJobId })
    test.clock.now += 1000
    await test.call('confirmBackupJob', { BackupJobId })
    expect(await described()).toEqual({ ...options, Details, WarningConfirmedAt: confirmed })
    const { BackupJobs } = await test.call('listBackupJobs', {})
    expect(BackupJobs?.[0]?.BackupOptions).toEqual({ ...options, WarningConfirmedAt: confirmed })
  })

  it('is refused where it is no text for a person, and then nothing is committed', async () => {
    await using test = await openEngine()
    const BackupJobId = await test.start()
    const illegal = { name: 'IllegalArgumentException' }
    for (const wrong of [{ Warning: '' }, { Warning: 'x'.repeat(1025) }, { Warning: 'a\nb' }, { Details: '\ud800' }])
      await expect(test.call('commitBackupJob', { BackupJobId, ...wrong })).rejects.toMatchObject(illegal)
    expect(await test.call('describeBackupJob', { BackupJobId })).toMatchObject({ State: 'RUNNING' })
  })

  it('ends it where the writer gives up, with the reason', async () => {
    await using test = await openEngine()
    const BackupJobId = await test.start()
    const illegal = { name: 'IllegalArgumentException' }
    await expect(test.call('failBackupJob', { BackupJobId, Reason: '' })).rejects.toMatchObject(illegal)
    await expect(test.call('confirmBackupJob', { BackupJobId })).rejects.toMatchObject(illegal)
    await test.call('failBackupJob', { BackupJobId, Reason: 'The disk is gone' })
    await test.call('failBackupJob', { BackupJobId, Reason: 'again' })
    expect(await test.call('describeBackupJob', { BackupJobId })).toMatchObject({
      State: 'ABORTED',
      StatusMessage: 'The disk is gone',
      BackupOptions: { AbortCause: 'failed' },
    })
    await expect(test.call('confirmBackupJob', { BackupJobId })).rejects.toMatchObject(illegal)
    const completed = await test.start()
    await test.call('commitBackupJob', { BackupJobId: completed })
    await expect(test.call('failBackupJob', { BackupJobId: completed, Reason: 'x' })).rejects.toMatchObject(illegal)
    const unknown = { name: 'ResourceNotFoundException' }
    await expect(test.call('failBackupJob', { BackupJobId: 'none', Reason: 'x' })).rejects.toMatchObject(unknown)
  })
})

describe('StopBackupJob', () => {
  it('aborts a running job and undoes it; again is harmless; a completed one is refused', async () => {
    await using test = await openEngine()
    const job = await test.start()
    await test.put(job, 'x', 'abc')
    await test.call('stopBackupJob', { BackupJobId: job })
    await test.call('stopBackupJob', { BackupJobId: job })
    expect(await test.call('describeBackupJob', { BackupJobId: job })).toMatchObject({
      State: 'ABORTED',
      StatusMessage: 'Stopped on request',
      BackupOptions: { ObjectCount: '1' },
    })
    const next = await test.start()
    expect(await test.list(next)).toEqual([])
    await test.call('commitBackupJob', { BackupJobId: next })
    await expect(test.call('stopBackupJob', { BackupJobId: next })).rejects.toMatchObject({
      name: 'InvalidRequestException',
    })
    await expect(test.call('stopBackupJob', { BackupJobId: 'none' })).rejects.toMatchObject(notFound)
  })
})

describe('two ends of a job at once', () => {
  const ends: Record<string, (test: TestEngine, job: string) => Promise<unknown>> = {
    commit: (test, job) => test.call('commitBackupJob', { BackupJobId: job }),
    stop: (test, job) => test.call('stopBackupJob', { BackupJobId: job }),
    'take over': (test) => test.start({ BackupOptions: { TakeOver: 'true' } }),
  }

  /** What the records tell of a job, by the rules in manifests.ts. */
  function told(records: { event: string; job: string }[], job: string): string {
    let state = 'RUNNING'
    for (const record of records) {
      if (record.job !== job) state = state === 'RUNNING' ? 'ABORTED' : state
      else if (record.event !== 'start') state = record.event === 'commit' ? 'COMPLETED' : 'ABORTED'
    }
    return state
  }

  it.each([
    ['commit', 'stop'],
    ['stop', 'commit'],
    ['commit', 'take over'],
    ['take over', 'commit'],
  ])('%s and %s: the records tell the end that the index knows', async (one, other) => {
    await using test = await openEngine()
    const job = await test.start()
    await Promise.allSettled([ends[one]?.(test, job), ends[other]?.(test, job)])
    const records = test.chunks.manifests.map(({ json }) => JSON.parse(json))
    const { State } = await test.call('describeBackupJob', { BackupJobId: job })
    expect(told(records, job)).toBe(State)
  })
})

describe('DeleteRecoveryPoint', () => {
  it('forgets a completed job of the vault', async () => {
    await using test = await openEngine()
    const job = await test.start()
    await test.put(job, 'x', 'abc')
    await test.call('commitBackupJob', { BackupJobId: job })
    const point = { BackupVaultName: 'Default', RecoveryPointArn: arn(job) }
    await expect(test.call('deleteRecoveryPoint', { ...point, BackupVaultName: 'Other' })).rejects.toMatchObject(
      notFound,
    )
    expect(await test.call('deleteRecoveryPoint', point)).toEqual({})
    await expect(test.call('describeBackupJob', { BackupJobId: job })).rejects.toMatchObject(notFound)
    await expect(test.list(job)).rejects.toMatchObject(notFound)
    await expect(test.call('deleteRecoveryPoint', point)).rejects.toMatchObject(notFound)
  })

  it('aborts a running job, and takes no other text for an ARN', async () => {
    await using test = await openEngine()
    const job = await test.start()
    await test.call('deleteRecoveryPoint', { BackupVaultName: 'Default', RecoveryPointArn: arn(job) })
    expect(await test.call('describeBackupJob', { BackupJobId: job })).toMatchObject({ State: 'ABORTED' })
    const wrong = { BackupVaultName: 'Default', RecoveryPointArn: job }
    await expect(test.call('deleteRecoveryPoint', wrong)).rejects.toMatchObject(invalid)
  })
})

describe('ListBackupJobs', () => {
  it('lists newest first, page by page, with a token that carries the filters', async () => {
    await using test = await openEngine()
    const jobs: string[] = []
    for (let i = 0; i < 5; i++) {
      test.clock.now += 1000
      jobs.unshift(await test.start({ BackupVaultName: i === 2 ? 'Other' : 'Default' }))
      await test.call('commitBackupJob', { BackupJobId: jobs[0] })
    }
    const ofDefault = jobs.filter((_, i) => i !== 2)
    const first = await test.call('listBackupJobs', { ByBackupVaultName: 'Default', MaxResults: 3 })
    const second = await test.call('listBackupJobs', { NextToken: first.NextToken, MaxResults: 3 })
    expect([...first.BackupJobs!, ...second.BackupJobs!].map(({ BackupJobId }) => BackupJobId)).toEqual(ofDefault)
    expect(second.NextToken).toBeUndefined()
    await expect(test.call('listBackupJobs', { NextToken: `${first.NextToken}A` })).rejects.toMatchObject(invalid)
    for (const MaxResults of [0, 1001, 1.5])
      await expect(test.call('listBackupJobs', { MaxResults })).rejects.toMatchObject(invalid)
  })

  it('holds to every filter', async () => {
    await using test = await openEngine()
    const done = await test.start()
    const started = new Date(test.clock.now)
    test.clock.now += 1000
    await test.call('commitBackupJob', { BackupJobId: done })
    const ended = new Date(test.clock.now)
    const stopped = await test.start()
    await test.call('stopBackupJob', { BackupJobId: stopped })
    const running = await test.start({ ResourceArn: 'arn:aws:s3:::bucket' })
    const found = async (filter: object) =>
      (await test.call('listBackupJobs', filter)).BackupJobs!.map(({ BackupJobId }) => BackupJobId)

    expect(await found({})).toEqual([running, stopped, done])
    expect(await found({ ByState: 'RUNNING' })).toEqual([running])
    expect(await found({ ByState: 'ABORTED' })).toEqual([stopped])
    expect(await found({ ByState: 'FAILED' })).toEqual([])
    expect(await found({ ByResourceArn: RESOURCE })).toEqual([stopped, done])
    expect(await found({ ByResourceType: 'S3' })).toEqual([running])
    expect(await found({ ByCreatedBefore: ended })).toEqual([done])
    expect(await found({ ByCreatedAfter: ended })).toEqual([running, stopped])
    expect(await found({ ByCreatedAfter: started, ByCreatedBefore: ended })).toEqual([done])
    expect(await found({ ByCompleteAfter: ended })).toEqual([stopped, done])
    expect(await found({ ByCompleteBefore: ended })).toEqual([])
    expect(await found({ ByMessageCategory: 'SUCCESS' })).toEqual([done])
    expect(await found({ ByMessageCategory: 'SUCCESS', ByState: 'RUNNING' })).toEqual([])
    expect(await found({ ByMessageCategory: '*' })).toHaveLength(3)
    expect(await found({ ByMessageCategory: 'ACCESS_DENIED' })).toEqual([])
    expect(await found({ ByParentJobId: done })).toEqual([])
    expect(await found({ ByAccountId: '*' })).toHaveLength(3)
    expect(await found({ ByAccountId: '000000000000' })).toHaveLength(3)
    expect(await found({ ByAccountId: '123456789012' })).toEqual([])
    await expect(found({ ByAccountId: 'me' })).rejects.toMatchObject(invalid)
  })
})
