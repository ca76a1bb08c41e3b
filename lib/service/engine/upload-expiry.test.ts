import { expect, it } from 'vitest'
import { openEngine, sha256, summaryOf } from './testing.ts'

const day = 24 * 60 * 60 * 1000
const notFound = { name: 'ResourceNotFoundException', status: 404 }

it('W08 an upload nobody goes on with is unknown after seven days, and its bytes are garbage', async () => {
  await using test = await openEngine()
  const job = await test.start()
  const upload = await test.upload(job, 'left behind')
  await test.chunk(job, upload, 0, 'bytes')
  test.clock.now += 6 * day
  await test.chunk(job, upload, 1, 'more') // from here on it counts
  test.clock.now += 7 * day
  expect(await test.call('expireUploads', {})).toEqual({ uploads: 0 })
  test.clock.now += 1
  expect(await test.call('expireUploads', {})).toEqual({ uploads: 1 })

  await expect(test.chunk(job, upload, 2, 'late')).rejects.toMatchObject(notFound)
  await expect(test.complete(job, upload, ['bytes', 'more'])).rejects.toMatchObject(notFound)
  expect(await test.list(job)).toEqual([])
  expect(await test.call('collectGarbage', { GraceSeconds: 0 })).toEqual({ ChunkCount: 2, ByteCount: 9 })
  // What nobody finished stands in no way.
  await test.call('commitBackupJob', { BackupJobId: job })
})

it('an upload that a request is about does not expire under it', async () => {
  await using test = await openEngine()
  const job = await test.start()
  const upload = await test.upload(job, 'slow')
  const begun = Promise.withResolvers<void>()
  const goOn = Promise.withResolvers<void>()
  async function* slowly() {
    begun.resolve()
    await goOn.promise
    yield Buffer.from('bytes')
  }
  const Checksum = sha256('bytes')
  const writing = test.chunk(job, upload, 0, '', { Data: slowly(), Length: 5, Checksum })
  await begun.promise
  test.clock.now += 8 * day
  expect(await test.call('expireUploads', {})).toEqual({ uploads: 0 })
  goOn.resolve()
  await writing
  expect(await test.call('expireUploads', {})).toEqual({ uploads: 0 })
  expect(await test.complete(job, upload, ['bytes'])).toMatchObject({ ObjectChecksum: summaryOf('bytes') })
})

it('finished objects of a job nobody goes on with stay, and so does the job', async () => {
  await using test = await openEngine()
  const job = await test.start()
  await test.put(job, 'finished', 'content')
  await test.upload(job, 'left behind')
  test.clock.now += 30 * day
  expect(await test.call('expireUploads', {})).toEqual({ uploads: 1 })
  expect((await test.list(job)).map(({ Name }) => Name)).toEqual(['finished'])
  expect(await test.call('describeBackupJob', { BackupJobId: job })).toMatchObject({ State: 'RUNNING' })
})
