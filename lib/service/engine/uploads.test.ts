import { describe, expect, it } from 'vitest'
import { body, openEngine, sha256, summaryOf } from './testing.ts'

const illegal = (message?: RegExp) => ({
  name: 'IllegalArgumentException',
  status: 400,
  ...(message && { message: expect.stringMatching(message) }),
})
const notFound = { name: 'ResourceNotFoundException', status: 404 }

describe('StartObject, PutChunk, NotifyObjectComplete', () => {
  it('make an object of its chunks, whole at completion and not before', async () => {
    await using test = await openEngine()
    const job = await test.start()
    const upload = await test.upload(job, 'folder/file')
    expect(await test.chunk(job, upload, 1, 'world')).toEqual({
      ChunkChecksum: sha256('world'),
      ChunkChecksumAlgorithm: 'SHA256',
    })
    await test.chunk(job, upload, 0, 'hello ')
    expect(await test.list(job)).toEqual([])
    expect(await test.complete(job, upload, ['hello ', 'world'], { MetadataString: 'm' })).toEqual({
      ObjectChecksum: summaryOf('hello ', 'world'),
      ObjectChecksumAlgorithm: 'SUMMARY',
    })
    const [object] = await test.list(job)
    expect(object).toEqual({
      Name: 'folder/file',
      ChunksCount: 2,
      MetadataString: 'm',
      ObjectChecksum: summaryOf('hello ', 'world'),
      ObjectChecksumAlgorithm: 'SUMMARY',
      ObjectToken: expect.any(String),
      ObjectLength: 11,
      CreationTime: new Date(test.clock.now),
      MetadataBlobLength: 0,
      SingleChunk: undefined,
    })
    expect(await test.read(job, object!.ObjectToken!)).toBe('hello world')
  })

  it('without a chunk make an empty object', async () => {
    await using test = await openEngine()
    const job = await test.start()
    await test.complete(job, await test.upload(job, 'empty'), [])
    const [object] = await test.list(job)
    expect(object).toMatchObject({ ChunksCount: 0, ObjectLength: 0, ObjectChecksum: sha256('') })
    expect(await test.read(job, object!.ObjectToken!)).toBe('')
  })

  it('take names of 1 to 1,024 bytes without NUL', async () => {
    await using test = await openEngine()
    const job = await test.start()
    for (const name of ['', 'a\0b', 'é'.repeat(513), 'x'.repeat(1025), '\uD800'])
      await expect(test.upload(job, name)).rejects.toMatchObject(illegal(/ObjectName/))
    for (const name of ['..', '.', '/', 'a//b', 'é'.repeat(512), '\n']) await test.upload(job, name)
  })

  it('W05 refuse a chunk index that is no integer from 0', async () => {
    await using test = await openEngine()
    const job = await test.start()
    const upload = await test.upload(job, 'x')
    for (const index of [-1, 1.5, 2 ** 53, Number.NaN])
      await expect(test.chunk(job, upload, index, 'a')).rejects.toMatchObject(illegal(/ChunkIndex/))
  })

  it('W01 W02 W03 a body of another length or checksum leaves no trace and may be sent again', async () => {
    await using test = await openEngine()
    const job = await test.start()
    const upload = await test.upload(job, 'x')
    const wrong = [{ Length: 2 }, { Length: 4 }, { Checksum: sha256('xyz') }, { Data: body('') }]
    for (const more of wrong) await expect(test.chunk(job, upload, 0, 'abc', more)).rejects.toMatchObject(illegal())
    expect(test.chunks.bytes.size).toBe(0)
    expect(test.chunks.held.size).toBe(0)
    await test.chunk(job, upload, 0, 'abc')
  })

  it('W03 W04 refuse a checksum that is none and an algorithm that is not SHA256', async () => {
    await using test = await openEngine()
    const job = await test.start()
    const upload = await test.upload(job, 'x')
    const hex = Buffer.from(sha256('abc'), 'base64').toString('hex')
    const lastBits = sha256('abc').replace(/.=$/, 'B=')
    for (const Checksum of [hex, '', undefined, sha256('abc').slice(0, 43), lastBits])
      await expect(test.chunk(job, upload, 0, 'abc', { Checksum })).rejects.toMatchObject(illegal(/Checksum/))
    for (const ChecksumAlgorithm of [undefined, '', 'sha256', 'SHA1', 'SUMMARY'])
      await expect(test.chunk(job, upload, 0, 'abc', { ChecksumAlgorithm })).rejects.toMatchObject(illegal(/SHA256/))
  })

  it('W10 take chunks of 1 byte to 64 MiB; more is refused before a byte is read', async () => {
    await using test = await openEngine()
    const job = await test.start()
    const upload = await test.upload(job, 'x')
    let read = false
    async function* unread(): AsyncGenerator<Uint8Array> {
      read = true
      yield Buffer.alloc(1)
    }
    for (const Length of [0, 64 * 2 ** 20 + 1, -1, 1.5])
      await expect(test.chunk(job, upload, 0, 'abc', { Length, Data: unread() })).rejects.toMatchObject(
        illegal(/Length/),
      )
    expect(read).toBe(false)
    await test.chunk(job, upload, 0, 'x')
    await test.chunk(job, upload, 1, Buffer.alloc(64 * 2 ** 20))
  })

  it('W06 the same chunk again gives the same answer; another one is refused with what is there', async () => {
    await using test = await openEngine()
    const job = await test.start()
    const upload = await test.upload(job, 'x')
    const first = await test.chunk(job, upload, 0, 'abc')
    expect(await test.chunk(job, upload, 0, 'abc')).toEqual(first)
    await expect(test.chunk(job, upload, 0, 'xyz')).rejects.toMatchObject({
      name: 'DataAlreadyExistsException',
      status: 400,
      members: { Checksum: sha256('abc'), ChecksumAlgorithm: 'SHA256' },
    })
    // The trap of a retry: same query, empty body.
    await expect(test.chunk(job, upload, 0, 'abc', { Data: body('') })).rejects.toMatchObject(illegal())
    await test.complete(job, upload, ['abc'])
    expect(await test.read(job, (await test.list(job))[0]!.ObjectToken!)).toBe('abc')
  })

  it('W07 of 100 different chunks at once for one index exactly one wins', async () => {
    await using test = await openEngine()
    const job = await test.start()
    const upload = await test.upload(job, 'x')
    const contents = Array.from({ length: 100 }, (_, i) => `content ${i}`)
    const outcomes = await Promise.allSettled(contents.map((content) => test.chunk(job, upload, 0, content)))
    const winners = contents.filter((_, i) => outcomes[i]?.status === 'fulfilled')
    expect(winners).toHaveLength(1)
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason.name).toBe('DataAlreadyExistsException')
    await test.complete(job, upload, winners)
  })

  it('W08 unknown, completed and foreign uploads are not found, and nothing of the body is stored', async () => {
    await using test = await openEngine()
    const job = await test.start()
    const other = await test.start({ BackupVaultName: 'Other' })
    const upload = await test.upload(job, 'x')
    const done = await test.upload(job, 'y')
    await test.complete(job, done, [])
    for (const [jobId, uploadId] of [
      ['none', upload],
      [job, 'none'],
      [other, upload],
      [job, done],
    ] as const)
      await expect(test.chunk(jobId, uploadId, 0, 'abc')).rejects.toMatchObject(notFound)
    for (const [jobId, uploadId] of [
      ['none', upload],
      [job, 'none'],
      [other, upload],
    ] as const)
      await expect(test.complete(jobId, uploadId, [])).rejects.toMatchObject(notFound)
    expect(test.chunks.bytes.size).toBe(0)
  })

  it('W09 a gap names the first missing index, a wrong SUMMARY the right one, and the upload stays open', async () => {
    await using test = await openEngine()
    const job = await test.start()
    const upload = await test.upload(job, 'x')
    await test.chunk(job, upload, 0, 'a')
    await test.chunk(job, upload, 2, 'c')
    await expect(test.complete(job, upload, ['a', 'c'])).rejects.toMatchObject(illegal(/index 1 is missing/))
    await test.chunk(job, upload, 1, 'b')
    await expect(test.complete(job, upload, ['a', 'c', 'b'])).rejects.toMatchObject(illegal(/SUMMARY/))
    expect(test.chunks.manifests.filter(({ kind }) => kind === 'object')).toEqual([])
    for (const ObjectChecksumAlgorithm of [undefined, 'SHA256', 'summary'])
      await expect(test.complete(job, upload, ['a', 'b', 'c'], { ObjectChecksumAlgorithm })).rejects.toMatchObject(
        illegal(/SUMMARY/),
      )
    await test.complete(job, upload, ['a', 'b', 'c'])
  })

  it('W09 completing again gives the same answer until the job ends; other arguments are refused', async () => {
    await using test = await openEngine()
    const job = await test.start()
    const upload = await test.upload(job, 'x')
    await test.chunk(job, upload, 0, 'a')
    const blob = {
      MetadataBlobLength: 4,
      MetadataBlobChecksum: sha256('blob'),
      MetadataBlobChecksumAlgorithm: 'SHA256',
    }
    const same = () => test.complete(job, upload, ['a'], { MetadataString: 'm', MetadataBlob: body('blob'), ...blob })
    const answers = await Promise.all(Array.from({ length: 50 }, same))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(await same()).toEqual(answers[0])
    await expect(test.complete(job, upload, ['a'], { MetadataString: 'other' })).rejects.toMatchObject(
      illegal(/complete/),
    )
    expect(await test.list(job)).toMatchObject([{ MetadataString: 'm' }])
    await test.call('commitBackupJob', { BackupJobId: job })
    await expect(same()).rejects.toMatchObject(illegal(/COMPLETED/))
  })

  it('W09 completing while another call completes it gives the same answer', async () => {
    await using test = await openEngine()
    const job = await test.start()
    const upload = await test.upload(job, 'x')
    await test.chunk(job, upload, 0, 'a')
    const first = await test.complete(job, upload, ['a'])
    const real = test.index.upload
    const late = (): void => {
      test.index.upload = async (query) => {
        test.index.upload = real
        return { ...(await real(query))!, completion: undefined } // as it stood before the other call
      }
    }
    late()
    expect(await test.complete(job, upload, ['a'])).toEqual(first)
    late()
    await expect(test.complete(job, upload, ['a'], { MetadataString: 'm' })).rejects.toMatchObject(illegal(/complete/))
  })

  it('ThrowOnDuplicate is asked at the start and again at completion', async () => {
    await using test = await openEngine()
    const job = await test.start()
    const upload = await test.upload(job, 'x', { ThrowOnDuplicate: true })
    await test.put(job, 'x', 'there')
    const exists = {
      name: 'DataAlreadyExistsException',
      members: { Checksum: summaryOf('there'), ChecksumAlgorithm: 'SUMMARY' },
    }
    await expect(test.complete(job, upload, [])).rejects.toMatchObject(exists)
    await expect(test.upload(job, 'x', { ThrowOnDuplicate: true })).rejects.toMatchObject(exists)
    const replacing = await test.upload(job, 'x')
    expect(await test.list(job)).toMatchObject([{ ObjectChecksum: summaryOf('there') }])
    await test.complete(job, replacing, [])
    expect(await test.list(job)).toMatchObject([{ ObjectChecksum: sha256('') }])
  })

  it('M01 MetadataString has 1 to 256 bytes and no control character', async () => {
    await using test = await openEngine()
    const job = await test.start()
    const upload = await test.upload(job, 'x')
    for (const MetadataString of ['', 'x'.repeat(257), 'é'.repeat(129), 'a\nb', 'a\tb', '\u0085', '\uD800'])
      await expect(test.complete(job, upload, [], { MetadataString })).rejects.toMatchObject(illegal(/MetadataString/))
    await test.complete(job, upload, [], { MetadataString: 'é'.repeat(128) })
  })

  it('M02 a metadata blob has length, checksum and algorithm, and at most 4 MiB', async () => {
    await using test = await openEngine()
    const job = await test.start()
    const upload = await test.upload(job, 'x')
    const blob = (content: Uint8Array, more: object = {}) => ({
      MetadataBlob: body(content),
      MetadataBlobLength: content.length,
      MetadataBlobChecksum: sha256(content),
      MetadataBlobChecksumAlgorithm: 'SHA256',
      ...more,
    })
    const content = Buffer.from('blob')
    const wrong = [
      blob(content, { MetadataBlobLength: 5 }),
      blob(content, { MetadataBlobLength: undefined }),
      blob(content, { MetadataBlobChecksum: sha256('other') }),
      blob(content, { MetadataBlobChecksum: undefined }),
      blob(content, { MetadataBlobChecksumAlgorithm: undefined }),
      { MetadataBlob: body('blob') },
      blob(Buffer.alloc(4 * 2 ** 20 + 1)),
    ]
    for (const more of wrong) await expect(test.complete(job, upload, [], more)).rejects.toMatchObject(illegal())
    expect(await test.list(job)).toEqual([])
    await test.complete(job, upload, [], blob(Buffer.alloc(4 * 2 ** 20)))
    const [object] = await test.list(job)
    const metadata = { StorageJobId: job, ObjectToken: object!.ObjectToken }
    expect((await test.call('getObjectMetadata', metadata)).MetadataBlobLength).toBe(4 * 2 ** 20)
  })

  it('the manifest of an object is appended before the object appears and tells all of it', async () => {
    await using test = await openEngine()
    const job = await test.start()
    const upload = await test.upload(job, 'x')
    for (const [i, content] of ['aa', 'bb', 'c'].entries()) await test.chunk(job, upload, i, content)
    await test.complete(job, upload, ['aa', 'bb', 'c'], { MetadataString: 'm' })
    expect(JSON.parse(test.chunks.manifests.at(-1)!.json)).toEqual({
      v: 1,
      event: 'put',
      job,
      at: test.clock.now,
      name: 'x',
      checksum: summaryOf('aa', 'bb', 'c'),
      length: 5,
      chunkCount: 3,
      metadata: 'm',
      digests: Buffer.concat(['aa', 'bb', 'c'].map((text) => Buffer.from(sha256(text), 'base64'))).toString('base64'),
      lengths: [
        [2, 2],
        [1, 1],
      ],
    })
  })
})
