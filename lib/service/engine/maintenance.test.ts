import { describe, expect, it } from 'vitest'
import { IndexUnavailableError } from '../index-store.ts'
import { StoreUnavailableError } from '../ports.ts'
import { createPackIndex } from './pack-index.ts'
import { openEngine, sha256 } from './testing.ts'

const DAY = 24 * 60 * 60_000

describe('CollectGarbage', () => {
  it('frees what nothing refers to once the grace is over, and first only counts where it is told to', async () => {
    await using test = await openEngine()
    const job = await test.start()
    await test.put(job, 'x', 'gone')
    await test.put(job, 'y', 'kept')
    await test.call('deleteObject', { BackupJobId: job, ObjectName: 'x' })
    const none = { ChunkCount: 0, ByteCount: 0 }
    const one = { ChunkCount: 1, ByteCount: 4 }
    expect(await test.call('collectGarbage', {})).toEqual(none)
    test.clock.now += DAY
    expect(await test.call('collectGarbage', { DryRun: true })).toEqual(one)
    expect(test.chunks.bytes.has(sha256('gone'))).toBe(true)
    expect(await test.call('collectGarbage', {})).toEqual(one)
    expect(await test.call('collectGarbage', {})).toEqual(none)
    expect(Array.from(test.chunks.bytes.keys())).toEqual([sha256('kept')])
  })

  it('with no grace frees what was let go this moment, but nothing that is held', async () => {
    await using test = await openEngine()
    const job = await test.start()
    for (const name of ['a', 'b']) {
      await test.put(job, name, name)
      await test.call('deleteObject', { BackupJobId: job, ObjectName: name })
    }
    using _held = await test.chunks.hold(sha256('a'))
    expect(await test.call('collectGarbage', { GraceSeconds: 0 })).toEqual({ ChunkCount: 1, ByteCount: 1 })
    expect(Array.from(test.chunks.bytes.keys())).toEqual([sha256('a')])
    await expect(test.call('collectGarbage', { GraceSeconds: -1 })).rejects.toMatchObject({ status: 400 })
  })

  it('leaves a chunk that came into use again', async () => {
    await using test = await openEngine()
    const job = await test.start()
    await test.put(job, 'x', 'same')
    await test.call('deleteObject', { BackupJobId: job, ObjectName: 'x' })
    test.clock.now += 2 * DAY
    await test.put(job, 'y', 'same')
    expect(await test.call('collectGarbage', {})).toEqual({ ChunkCount: 0, ByteCount: 0 })
    expect(await test.read(job, (await test.list(job))[0]!.ObjectToken!)).toBe('same')
  })

  it('frees files without a row once the grace is over, and leaves what is held', async () => {
    await using test = await openEngine()
    const job = await test.start()
    await test.put(job, 'x', 'kept')
    for (const left of ['old', 'young', 'held']) test.chunks.bytes.set(sha256(left), Buffer.from(left))
    test.chunks.writtenAt.set(sha256('young'), test.clock.now - DAY + 1)
    using _held = await test.chunks.hold(sha256('held'))
    expect(await test.call('collectGarbage', { DryRun: true })).toEqual({ ChunkCount: 2, ByteCount: 7 })
    expect(await test.call('collectGarbage', {})).toEqual({ ChunkCount: 1, ByteCount: 3 })
    expect(test.chunks.bytes.size).toBe(3)

    test.clock.now += DAY - 1 // files are gone through once in the time of the grace
    expect((await test.call('collectGarbage', {})).ChunkCount).toBe(0)
    test.clock.now += 1
    expect(await test.call('collectGarbage', {})).toEqual({ ChunkCount: 1, ByteCount: 5 })
    expect(Array.from(test.chunks.bytes.keys())).toEqual([sha256('kept'), sha256('held')])
  })

  it('leaves a file without a row whose row commits in the meantime', async () => {
    await using test = await openEngine()
    const job = await test.start()
    test.chunks.bytes.set(sha256('late'), Buffer.from('late'))
    const { remove } = test.chunks
    test.chunks.remove = async (candidates, forget) => {
      await test.put(job, 'x', 'late')
      return await remove(candidates, forget)
    }
    expect((await test.call('collectGarbage', { GraceSeconds: 0 })).ChunkCount).toBe(0)
    expect(await test.read(job, (await test.list(job))[0]!.ObjectToken!)).toBe('late')
  })

  it('is refused with the reason while nothing may be freed', async () => {
    await using test = await openEngine()
    test.garbage.kept = 'The index is another one'
    for (const DryRun of [true, false])
      await expect(test.call('collectGarbage', { DryRun })).rejects.toMatchObject({
        status: 400,
        message: 'The index is another one',
      })
  })

  it('goes through more chunks than it takes at a time', async () => {
    await using test = await openEngine()
    const job = await test.start()
    await Promise.all(Array.from({ length: 1100 }, (_, i) => test.put(job, `n${i}`, `content ${i}`)))
    await test.call('stopBackupJob', { BackupJobId: job })
    expect((await test.call('collectGarbage', { GraceSeconds: 0 })).ChunkCount).toBe(1100)
    expect(test.chunks.bytes.size).toBe(0)
  })
})

it('DescribeStore tells how full the store is', async () => {
  await using test = await openEngine()
  await test.put(await test.start(), 'x', 'abc')
  expect(await test.call('describeStore', {})).toEqual({
    StoredBytes: 3,
    FreeBytes: 2 ** 40,
    ChunkCount: 1,
    JobCount: 1,
  })
})

it('compaction drops the records of versions that are gone for good, and no others', async () => {
  await using test = await openEngine()
  const job = await test.start()
  for (const [i, content] of ['first', 'second'].entries()) {
    test.clock.now += i
    await test.put(job, 'x', content)
  }
  await test.put(job, 'y', 'y')
  await test.call('deleteObject', { BackupJobId: job, ObjectName: 'y' })
  const records = test.chunks.manifests.map((manifest, sequence) => ({ ...manifest, sequence }))
  const packs = createPackIndex(test.index, () => test.clock.now)
  const events = records.map(({ json }) => JSON.parse(json).event)
  expect(events).toEqual(['start', 'put', 'put', 'put', 'remove'])
  expect(await packs.needed(records)).toEqual([true, true, true, true, true]) // may have yet to commit
  test.clock.now += DAY
  expect(await packs.needed(records)).toEqual([true, false, true, false, true])
})

it('W28 what the ports cannot do is told without their words, and a chunk that cannot be read may be asked for again', async () => {
  await using test = await openEngine()
  const job = await test.start()
  await test.put(job, 'x', 'abc')
  const [object] = await test.list(job)
  const { ChunkList } = await test.call('listChunks', { StorageJobId: job, ObjectToken: object!.ObjectToken })
  const disk = new StoreUnavailableError('EIO: /data/v1/chunks/ab')
  test.chunks.get = async () => Promise.reject(disk)
  test.chunks.put = async () => Promise.reject(disk)
  const quiet = { message: expect.not.stringContaining('/data') }
  const get = test.call('getChunk', { StorageJobId: job, ChunkToken: ChunkList![0]!.ChunkToken })
  await expect(get).rejects.toMatchObject({ name: 'RetryableException', status: 500, ...quiet, cause: disk })
  const put = test.put(job, 'y', 'y')
  await expect(put).rejects.toMatchObject({ name: 'ServiceUnavailableException', status: 503, ...quiet })

  test.index.startUpload = async () => Promise.reject(new IndexUnavailableError('full', { busy: true }))
  await expect(test.upload(job, 'z')).rejects.toMatchObject({ name: 'ThrottlingException', status: 429 })
})

it('compaction drops the record of a start that was refused, and keeps those of deleted jobs', async () => {
  await using test = await openEngine()
  const job = await test.start()
  await test.call('commitBackupJob', { BackupJobId: job })
  const RecoveryPointArn = `arn:aws:backup:eu-north-1:000000000000:recovery-point:${job}`
  await test.call('deleteRecoveryPoint', { BackupVaultName: 'Default', RecoveryPointArn })
  const [start] = test.chunks.manifests.map((manifest, sequence) => ({ ...manifest, sequence }))
  const refused = { ...start!, json: JSON.stringify({ ...JSON.parse(start!.json), job: 'never was' }) }
  const packs = createPackIndex(test.index, () => test.clock.now)
  expect(await packs.needed([refused, start!])).toEqual([true, true]) // may have yet to commit
  test.clock.now += DAY
  expect(await packs.needed([refused, start!])).toEqual([false, true])
})
