import { describe, expect, it } from 'vitest'
import { body, openEngine, sha256, summaryOf } from './testing.ts'

const illegal = (message?: RegExp) => ({
  name: 'IllegalArgumentException',
  ...(message && { message: expect.stringMatching(message) }),
})

describe('PutObject', () => {
  it('stores an object of one chunk and answers with both checksums', async () => {
    await using test = await openEngine()
    const job = await test.start()
    const more = { MetadataString: 'm', ObjectChecksum: summaryOf('abc'), ObjectChecksumAlgorithm: 'SUMMARY' }
    expect(await test.put(job, 'x', 'abc', more)).toEqual({
      InlineChunkChecksum: sha256('abc'),
      InlineChunkChecksumAlgorithm: 'SHA256',
      ObjectChecksum: summaryOf('abc'),
      ObjectChecksumAlgorithm: 'SUMMARY',
    })
    const [object] = await test.list(job)
    expect(object).toMatchObject({ Name: 'x', ChunksCount: 1, ObjectLength: 3, MetadataString: 'm' })
    expect(await test.read(job, object!.ObjectToken!)).toBe('abc')
  })

  it('without a chunk stores an empty object, whichever way it says so', async () => {
    await using test = await openEngine()
    const job = await test.start()
    const answer = { InlineChunkChecksum: sha256(''), ObjectChecksum: sha256('') }
    expect(await test.call('putObject', { BackupJobId: job, ObjectName: 'a' })).toMatchObject(answer)
    expect(await test.put(job, 'b', '')).toMatchObject(answer)
    expect((await test.list(job)).map(({ ChunksCount, ObjectLength }) => [ChunksCount, ObjectLength])).toEqual([
      [0, 0],
      [0, 0],
    ])
  })

  it('W03 W04 never takes bytes unchecked', async () => {
    await using test = await openEngine()
    const job = await test.start()
    const wrong = [
      { InlineChunkChecksum: undefined },
      { InlineChunkChecksumAlgorithm: undefined },
      { InlineChunkChecksumAlgorithm: 'sha256' },
      { InlineChunkLength: undefined },
      { InlineChunkLength: 0 },
      { InlineChunkLength: 2 },
      { InlineChunkLength: 64 * 2 ** 20 + 1 },
      { InlineChunkChecksum: sha256('other') },
      { InlineChunkLength: undefined, InlineChunkChecksum: undefined, InlineChunkChecksumAlgorithm: undefined },
      { InlineChunkLength: undefined, InlineChunkChecksum: sha256('') },
      { InlineChunk: undefined },
      { ObjectChecksum: summaryOf('other'), ObjectChecksumAlgorithm: 'SUMMARY' },
      { ObjectChecksum: summaryOf('abc') },
      { ObjectChecksum: summaryOf('abc'), ObjectChecksumAlgorithm: 'SHA256' },
      { MetadataString: '' },
      { ObjectName: '' },
    ]
    for (const more of wrong)
      await expect(test.put(job, 'x', 'abc', more), JSON.stringify(more)).rejects.toMatchObject(illegal())
    expect(await test.list(job)).toEqual([])
    expect(test.chunks.bytes.size).toBe(0)
  })

  it('ThrowOnDuplicate refuses with the checksum of what is there; an inherited object counts', async () => {
    await using test = await openEngine()
    const first = await test.start()
    await test.put(first, 'x', 'old')
    await test.call('commitBackupJob', { BackupJobId: first })
    const second = await test.start()
    await expect(test.put(second, 'x', 'new', { ThrowOnDuplicate: true })).rejects.toMatchObject({
      name: 'DataAlreadyExistsException',
      members: { Checksum: summaryOf('old'), ChecksumAlgorithm: 'SUMMARY' },
    })
    await test.put(second, 'x', 'new')
    await test.put(second, 'y', 'new', { ThrowOnDuplicate: true })
    expect(await test.read(first, (await test.list(first))[0]!.ObjectToken!)).toBe('old')
    expect(await test.read(second, (await test.list(second))[0]!.ObjectToken!)).toBe('new')
  })

  it('stores the same bytes once', async () => {
    await using test = await openEngine()
    const job = await test.start()
    for (const name of ['a', 'b', 'c']) await test.put(job, name, 'same')
    expect(test.chunks.bytes.size).toBe(1)
    const { BytesTransferred, BackupSizeInBytes } = await test.call('describeBackupJob', { BackupJobId: job })
    expect([BytesTransferred, BackupSizeInBytes]).toEqual([4, 12])
  })

  it('a body that breaks off is passed on as it is and leaves nothing', async () => {
    await using test = await openEngine()
    const job = await test.start()
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('a')
      throw new Error('connection reset')
    }
    await expect(test.put(job, 'x', 'abc', { InlineChunk: broken() })).rejects.toThrow('connection reset')
    expect(test.chunks.held.size).toBe(0)
    await test.put(job, 'x', 'abc', { InlineChunk: body('abc') })
  })
})

describe('DeleteObject', () => {
  it('takes a name out of the running job and of no other', async () => {
    await using test = await openEngine()
    const first = await test.start()
    await test.put(first, 'x', 'abc')
    await test.call('commitBackupJob', { BackupJobId: first })
    const second = await test.start()
    await test.call('deleteObject', { BackupJobId: second, ObjectName: 'x' })
    expect(await test.list(second)).toEqual([])
    expect(await test.list(first)).toMatchObject([{ Name: 'x' }])
    await expect(test.call('deleteObject', { BackupJobId: second, ObjectName: 'x' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    })
    expect(JSON.parse(test.chunks.manifests.at(-1)!.json)).toMatchObject({ event: 'remove', job: second, name: 'x' })
  })
})

it('a write to a job that is not running is refused and names its state', async () => {
  await using test = await openEngine()
  const done = await test.start()
  await test.call('commitBackupJob', { BackupJobId: done })
  const stopped = await test.start()
  await test.call('stopBackupJob', { BackupJobId: stopped })
  for (const [job, state] of [
    [done, /COMPLETED/],
    [stopped, /ABORTED/],
  ] as const) {
    await expect(test.put(job, 'x', 'abc')).rejects.toMatchObject(illegal(state))
    await expect(test.upload(job, 'x')).rejects.toMatchObject(illegal(state))
    await expect(test.call('deleteObject', { BackupJobId: job, ObjectName: 'x' })).rejects.toMatchObject(illegal(state))
  }
  await expect(test.put('none', 'x', 'abc')).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
})
