/** Signed requests that come again, by socket: captured ones, and those of a client whose answer was lost. */
import { BackupClient, DescribeBackupJobCommand, ListBackupJobsCommand } from '@aws-sdk/client-backup'
import { BackupStorage } from '@aws-sdk/client-backupstorage'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { operations } from '../wire/operations.ts'
import type { Draft } from '../wire/testing/requests.ts'
import { capture } from './raw.ts'
import { REGION, sha256, summary, temporaryService } from './service.ts'
import { toDraft } from './wrong-requests.ts'

/** All but those that only read. */
const writes = operations.filter(({ method, name }) => method !== 'GET' && name !== 'GetChunks').map(({ name }) => name)

let service: Awaited<ReturnType<typeof temporaryService>>
let storage: BackupStorage
let backup: BackupClient
let job: string
let timelines = 0

beforeAll(async () => {
  service = await temporaryService()
  connect()
})
afterAll(() => service[Symbol.asyncDispose]())

function connect() {
  const settings = { endpoint: service.endpoint, region: REGION, credentials: service.credentials }
  storage = new BackupStorage(settings)
  backup = new BackupClient(settings)
}

beforeEach(async () => {
  job = JSON.parse((await (await capture(service, start())).send()).body).BackupJobId
})

const json = (value: object) => ({ body: JSON.stringify(value), headers: { 'content-type': 'application/json' } })
const start = (resource = `replay-${timelines++}`, options?: object): Draft => ({
  method: 'PUT',
  path: '/backup-jobs',
  service: 'backup',
  ...json({
    BackupVaultName: 'Default',
    ResourceArn: `arn:aws:thaw::000000000000:resource/${resource}`,
    IamRoleArn: 'arn:aws:iam::000000000000:role/r',
    BackupOptions: options,
  }),
})
const put = (name: string, text: string, more = {}): Draft => ({
  method: 'PUT',
  path: `/backup-jobs/${job}/object/${name}/put-object`,
  query: { length: `${text.length}`, checksum: sha256(text), 'checksum-algorithm': 'SHA256', ...more },
  body: text,
})
const remove = (name: string): Draft => ({ method: 'DELETE', path: `/backup-jobs/${job}/object/${name}` })
const startObject = (name: string): Draft => ({
  method: 'PUT',
  path: `/backup-jobs/${job}/object/${name}`,
  ...json({}),
})
const commit = (): Draft => ({ method: 'PUT', path: `/backup-jobs/${job}/commit`, ...json({}) })
const stop = (): Draft => ({ method: 'POST', path: `/backup-jobs/${job}`, service: 'backup' })

/** Nothing was done, and nothing is said that is not so any more. */
const signAnew = { status: 429, error: 'ThrottlingException', body: expect.stringMatching(/[sS]ign it anew/) }

const listed = async () =>
  (await storage.listObjects({ StorageJobId: job })).ObjectList?.map(({ Name, ObjectChecksum }) => [
    Name,
    ObjectChecksum,
  ])
const object = (name: string, text: string) => [name, summary([sha256(text)])]
const stateOf = async (id = job) => (await backup.send(new DescribeBackupJobCommand({ BackupJobId: id }))).State

describe('S20 the same signed request again', () => {
  it('of a PutObject rolls nothing back, a DeleteObject deletes nothing newer', async () => {
    const first = await capture(service, put('x', 'first'))
    const removal = await capture(service, remove('x'))
    expect([(await first.send()).status, (await removal.send()).status]).toEqual([200, 200])
    await (await capture(service, put('x', 'second'))).send()
    expect(await Promise.all([first.send(), removal.send()])).toMatchObject([signAnew, signAnew])
    expect(await listed()).toEqual([object('x', 'second')])
  })

  it('of a PutObject, or of a DeleteObject, is answered as the first where what it did is still so', async () => {
    const draft = put('x', 'kept', { 'metadata-string': 'm' })
    const stored = await capture(service, draft)
    const answer = await stored.send()
    expect(await stored.send()).toEqual(answer)
    await (await capture(service, put('y', 'gone'))).send()
    const removal = await capture(service, remove('y'))
    const removed = await removal.send()
    expect(await removal.send()).toEqual(removed)
    expect([answer.status, removed.status]).toEqual([200, 200])
    await (await capture(service, put('x', 'kept', { 'metadata-string': 'another' }))).send()
    expect(await stored.send()).toMatchObject(signAnew)
    await (await capture(service, draft)).send()
    await (await capture(service, commit())).send()
    expect(await stored.send()).toEqual(answer)
    expect(await removal.send()).toEqual(removed)
  })

  it('of a PutObject with another body, which its signature does not cover, stores nothing', async () => {
    const draft = { ...put('x', 'right'), headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } }
    const request = await capture(service, draft)
    expect(await request.send('wrong')).toMatchObject({ status: 400, error: 'IllegalArgumentException' })
    const answer = await request.send() // nothing had come of it: the right body is taken
    expect(answer.status).toBe(200)
    expect(await request.send('wrong')).toEqual(answer)
    expect(await listed()).toEqual([object('x', 'right')])
  })

  it('of a refused DeleteObject or CommitBackupJob is refused when it would be taken by now', async () => {
    const removal = await capture(service, remove('x'))
    const commits = await capture(service, commit())
    expect((await removal.send()).status).toBe(404)
    const open = await capture(service, startObject('open'))
    const { UploadId } = JSON.parse((await open.send()).body)
    expect(await commits.send()).toMatchObject({ status: 400, body: expect.stringMatching(/not complete/) })
    await (await capture(service, put('x', 'kept'))).send()
    await storage.notifyObjectComplete({
      BackupJobId: job,
      UploadId,
      ObjectChecksum: sha256(''),
      ObjectChecksumAlgorithm: 'SUMMARY',
    })
    expect(await removal.send()).toMatchObject({ ...signAnew, body: expect.stringMatching(/ResourceNotFound/) })
    expect(await commits.send()).toMatchObject({ ...signAnew, body: expect.stringMatching(/not complete/) })
    expect(await listed()).toEqual([['open', sha256('')], object('x', 'kept')])
    expect(await stateOf()).toBe('RUNNING')
  })

  it('of a StartObject gives the same upload, a PutChunk its answer, also once the upload is an object', async () => {
    const begin = await capture(service, startObject('x'))
    const begun = await begin.send()
    const { UploadId } = JSON.parse(begun.body)
    expect(await begin.send()).toEqual(begun)
    const chunk = await capture(service, {
      method: 'PUT',
      path: `/backup-jobs/${job}/chunk/${UploadId}/0`,
      query: { length: '3', checksum: sha256('abc'), 'checksum-algorithm': 'SHA256' },
      body: 'abc',
    })
    const stored = await chunk.send()
    const complete = await capture(service, {
      method: 'PUT',
      path: `/backup-jobs/${job}/object/${UploadId}/complete`,
      query: { checksum: summary([sha256('abc')]), 'checksum-algorithm': 'SUMMARY' },
    })
    const completed = await complete.send()
    expect([begun, stored, completed].map(({ status }) => status)).toEqual([200, 200, 200])
    expect(await chunk.send()).toEqual(stored)
    expect(await begin.send()).toMatchObject(signAnew)
    const commits = await capture(service, commit())
    const committed = await commits.send()
    expect(await complete.send()).toEqual(completed)
    expect(await commits.send()).toEqual(committed)
    expect(await chunk.send()).toMatchObject(signAnew)
    expect(await listed()).toEqual([object('x', 'abc')])
  })

  it('of a writer whose job was undone since tells of nothing that is in it', async () => {
    const begin = await capture(service, startObject('x'))
    const { UploadId } = JSON.parse((await begin.send()).body)
    const complete = await capture(service, {
      method: 'PUT',
      path: `/backup-jobs/${job}/object/${UploadId}/complete`,
      query: { checksum: sha256(''), 'checksum-algorithm': 'SUMMARY' },
    })
    await (await capture(service, put('z', 'gone'))).send()
    const requests = [complete, await capture(service, put('y', 'text')), await capture(service, remove('z'))]
    for (const request of requests) expect((await request.send()).status).toBe(200)
    await (await capture(service, stop())).send()
    const answers = await Promise.all([begin, ...requests].map((request) => request.send()))
    expect(answers).toMatchObject(Array(4).fill(signAnew))
  })

  it('of a StartBackupJob starts and takes over nothing, a StopBackupJob or DeleteRecoveryPoint ends nothing', async () => {
    const takeOver = await capture(service, start('taken', { TakeOver: 'true' }))
    const first = await takeOver.send()
    expect(await takeOver.send()).toEqual(first)
    const second = await (await capture(service, start('taken', { TakeOver: 'true', Resumable: 'true' }))).send()
    expect(second.status).toBe(200)
    expect(await takeOver.send()).toMatchObject(signAnew)
    expect(await stateOf(JSON.parse(second.body).BackupJobId)).toBe('RUNNING')

    const stops = await capture(service, stop())
    expect((await stops.send()).status).toBe(200)
    expect((await stops.send()).status).toBe(200)
    const deletion = await capture(service, {
      method: 'DELETE',
      path: `/backup-vaults/Default/recovery-points/${encodeURIComponent(JSON.parse(second.body).RecoveryPointArn)}`,
      service: 'backup',
    })
    const deleted = await deletion.send()
    expect(deleted.status).toBe(200)
    expect(await deletion.send()).toEqual(deleted)
  })

  it.concurrent.each(writes)('of a refused %s is known again, like of every operation that writes', async (name) => {
    const unknown = { BackupJobId: 'unknown', UploadId: 'unknown', ObjectName: 'x', ChunkIndex: 0, Reason: 'r' }
    const chunk = { Length: 1, Checksum: sha256('x'), ChecksumAlgorithm: 'SHA256' }
    const others = { ObjectChecksum: sha256(''), ObjectChecksumAlgorithm: 'SUMMARY', GraceSeconds: -1 }
    const backups = { BackupVaultName: 'x', ResourceArn: 'x', IamRoleArn: 'x', RecoveryPointArn: 'x' }
    const request = await capture(service, toDraft(name, { ...unknown, ...chunk, ...others, ...backups }))
    expect(await request.send()).not.toMatchObject(signAnew)
    expect(await request.send()).toMatchObject(signAnew)
  })

  it('while the first is still under way waits for it, and both have one outcome', async () => {
    const before = (await backup.send(new ListBackupJobsCommand({ MaxResults: 1000 }))).BackupJobs!.length
    const starts = await capture(service, start())
    const answers = await Promise.all(Array.from({ length: 8 }, () => starts.send()))
    for (const answer of answers) expect(answer).toEqual(answers[0])
    expect((await backup.send(new ListBackupJobsCommand({ MaxResults: 1000 }))).BackupJobs).toHaveLength(before + 1)
    const begin = await capture(service, startObject('x'))
    const uploads = await Promise.all(Array.from({ length: 8 }, () => begin.send()))
    expect(new Set(uploads.map(({ body }) => body)).size).toBe(1)
  })

  it('after the service was started anew has the outcome of the first as well, and acts no more than before', async () => {
    const first = await capture(service, put('x', 'first'))
    await first.send()
    await (await capture(service, put('x', 'second'))).send()
    const other = await capture(service, put('y', 'other'))
    const stored = await other.send()
    await service.restart()
    connect()
    expect(await other.send()).toEqual(stored)
    expect(await first.send()).toMatchObject(signAnew)
    expect(await listed()).toEqual([object('x', 'second'), object('y', 'other')])
  })
})
