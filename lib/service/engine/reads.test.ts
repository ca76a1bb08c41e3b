import { describe, expect, it } from 'vitest'
import { ChunkMissingError, type ChunkRecord } from '../ports.ts'
import { context, openEngine, sha256, type TestEngine } from './testing.ts'

const illegal = { name: 'IllegalArgumentException', status: 400 }
const notFound = { name: 'ResourceNotFoundException', status: 404 }

async function jobWith(test: TestEngine, ...names: string[]): Promise<string> {
  const job = await test.start()
  for (const name of names) await test.put(job, name, `content of ${name}`)
  return job
}

/** The token with one character changed, at every place in turn. */
function* mutations(token: string): Generator<string> {
  for (let at = 0; at < token.length; at++)
    yield `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`
  yield token.slice(0, -1)
  yield `${token}A`
  yield `${token}=`
  yield ` ${token}`
  yield ''
}

describe('ListObjects', () => {
  it('pages with a token that carries the filters', async () => {
    await using test = await openEngine()
    const job = await jobWith(test, 'a/1', 'a/2', 'a/3', 'b/1')
    const first = await test.call('listObjects', { StorageJobId: job, StartingObjectPrefix: 'a/', MaxResults: 2 })
    expect(first.ObjectList!.map(({ Name }) => Name)).toEqual(['a/1', 'a/2'])
    const second = await test.call('listObjects', { StorageJobId: job, NextToken: first.NextToken })
    expect(second.ObjectList!.map(({ Name }) => Name)).toEqual(['a/3'])
    expect(second.NextToken).toBeUndefined()
    const again = { StorageJobId: job, NextToken: first.NextToken, StartingObjectPrefix: 'b/', StartingObjectName: 'z' }
    expect(await test.call('listObjects', again)).toEqual(second) // the filters beside a token are ignored
  })

  it('gives the chunk of an object of one chunk, as ListChunks does', async () => {
    await using test = await openEngine()
    const job = await jobWith(test, 'one')
    await test.put(job, 'none', '')
    const [none, one] = await test.list(job)
    expect(none).toMatchObject({ Name: 'none', ChunksCount: 0 })
    expect(none!.SingleChunk).toBeUndefined()
    const { ChunkList } = await test.call('listChunks', { StorageJobId: job, ObjectToken: one!.ObjectToken })
    const { Length, Checksum, ChunkToken } = ChunkList![0]!
    expect(one!.SingleChunk).toEqual({ Length, Checksum, ChunkToken })
  })

  it('filters by creation time on every page', async () => {
    await using test = await openEngine()
    const job = await jobWith(test, 'a', 'b')
    test.clock.now += 1000
    for (const name of ['aa', 'bb', 'cc']) await test.put(job, name, name)
    const after = await test.list(job, { CreatedAfter: new Date(test.clock.now), MaxResults: 1 })
    expect(after.map(({ Name }) => Name)).toEqual(['aa', 'bb', 'cc'])
    const before = await test.list(job, { CreatedBefore: new Date(test.clock.now), MaxResults: 1 })
    expect(before.map(({ Name }) => Name)).toEqual(['a', 'b'])
  })

  it('W20 odd times are refused or match nothing', async () => {
    await using test = await openEngine()
    const job = await jobWith(test, 'a')
    const late = new Date(8.64e15)
    expect(await test.list(job, { CreatedAfter: late })).toEqual([])
    expect(await test.list(job, { CreatedAfter: late, CreatedBefore: new Date(0) })).toEqual([])
    expect(await test.list(job, { CreatedBefore: late })).toHaveLength(1)
    expect(await test.list(job, { CreatedAfter: new Date(-1) })).toHaveLength(1)
    const wrong = test.call('listObjects', { StorageJobId: job, CreatedAfter: new Date(Number.NaN) })
    await expect(wrong).rejects.toMatchObject(illegal)
  })

  it('W19 refuses a page size outside 1 to 100, and a NextToken of another job, tampered with, or of another kind', async () => {
    await using test = await openEngine()
    const job = await jobWith(test, 'a', 'b')
    const other = await test.start({ BackupVaultName: 'Other' })
    for (const MaxResults of [0, -1, 101, 1e9, 1.5, Number.NaN])
      await expect(test.call('listObjects', { StorageJobId: job, MaxResults })).rejects.toMatchObject(illegal)
    const page = await test.call('listObjects', { StorageJobId: job, MaxResults: 1 })
    const wrong = (NextToken: string, StorageJobId = job) =>
      expect(test.call('listObjects', { StorageJobId, NextToken }), NextToken).rejects.toMatchObject(illegal)
    for (const token of mutations(page.NextToken!)) await wrong(token)
    await wrong(page.NextToken!, other)
    await wrong(page.ObjectList![0]!.ObjectToken!)
  })

  it('shows a running job its objects completed so far, and knows no aborted or unknown job', async () => {
    await using test = await openEngine()
    const job = await jobWith(test, 'a')
    expect(await test.list(job)).toHaveLength(1)
    await test.call('stopBackupJob', { BackupJobId: job })
    await expect(test.list(job)).rejects.toMatchObject(notFound)
    await expect(test.list('none')).rejects.toMatchObject(notFound)
  })

  it('refuses a name to start from that no object could have', async () => {
    await using test = await openEngine()
    const job = await jobWith(test, 'a')
    await expect(test.list(job, { StartingObjectName: 'x'.repeat(1025) })).rejects.toMatchObject(illegal)
    await expect(test.list(job, { StartingObjectPrefix: 'a\0' })).rejects.toMatchObject(illegal)
  })
})

describe('ListChunks and GetChunk', () => {
  it('give every chunk in order, page by page', async () => {
    await using test = await openEngine()
    const job = await test.start()
    const upload = await test.upload(job, 'x')
    const contents = ['a', 'bb', 'ccc']
    for (const [i, content] of contents.entries()) await test.chunk(job, upload, i, content)
    await test.complete(job, upload, contents)
    const [object] = await test.list(job)
    const query = { StorageJobId: job, ObjectToken: object!.ObjectToken }
    const first = await test.call('listChunks', { ...query, MaxResults: 2 })
    const second = await test.call('listChunks', { ...query, NextToken: first.NextToken })
    expect(second.NextToken).toBeUndefined()
    const chunks = [...first.ChunkList!, ...second.ChunkList!]
    expect(chunks.map(({ Index, Length, Checksum }) => [Index, Length, Checksum])).toEqual(
      contents.map((content, i) => [i, content.length, sha256(content)]),
    )
    expect(await test.call('getChunk', { StorageJobId: job, ChunkToken: chunks[2]!.ChunkToken })).toEqual({
      Data: Buffer.from('ccc'),
      Length: 3,
      Checksum: sha256('ccc'),
      ChecksumAlgorithm: 'SHA256',
    })
  })

  it('says of each chunk whether anything else has it', async () => {
    await using test = await openEngine()
    const job = await test.start()
    const upload = await test.upload(job, 'x')
    const contents = ['own', 'twice', 'twice', 'also elsewhere']
    for (const [i, content] of contents.entries()) await test.chunk(job, upload, i, content)
    await test.complete(job, upload, contents)
    await test.put(job, 'y', 'also elsewhere')
    const [object] = await test.list(job)
    const { ChunkList } = await test.call('listChunks', { StorageJobId: job, ObjectToken: object!.ObjectToken })
    expect(ChunkList!.map(({ IsShared }) => IsShared)).toEqual([false, false, false, true])
  })

  it('W26 a token tampered with, of another job, of another kind or of a deleted object is not found', async () => {
    await using test = await openEngine()
    const job = await jobWith(test, 'a', 'b')
    const [object, doomed] = await test.list(job)
    const query = { StorageJobId: job, ObjectToken: object!.ObjectToken }
    const { ChunkList } = await test.call('listChunks', query)
    const ChunkToken = ChunkList![0]!.ChunkToken!
    await test.call('commitBackupJob', { BackupJobId: job })
    const next = await test.start()
    for (const token of mutations(object!.ObjectToken!))
      await expect(test.call('listChunks', { ...query, ObjectToken: token })).rejects.toMatchObject(notFound)
    for (const token of [...mutations(ChunkToken), object!.ObjectToken!])
      await expect(test.call('getChunk', { StorageJobId: job, ChunkToken: token })).rejects.toMatchObject(notFound)
    await expect(test.call('listChunks', { ...query, StorageJobId: next })).rejects.toMatchObject(notFound)
    await expect(test.call('getChunk', { StorageJobId: next, ChunkToken })).rejects.toMatchObject(notFound)

    const inNext = (await test.list(next)).find(({ Name }) => Name === doomed!.Name)
    await test.call('deleteObject', { BackupJobId: next, ObjectName: 'b' })
    const gone = test.call('getObjectMetadata', { StorageJobId: next, ObjectToken: inNext!.ObjectToken })
    await expect(gone).rejects.toMatchObject(notFound)
    await test.call('getObjectMetadata', { StorageJobId: job, ObjectToken: doomed!.ObjectToken }) // still there
  })

  it('W19 a NextToken of another object is refused', async () => {
    await using test = await openEngine()
    const job = await test.start()
    for (const name of ['x', 'y']) {
      const upload = await test.upload(job, name)
      for (const [i, content] of ['1', '2'].entries()) await test.chunk(job, upload, i, content)
      await test.complete(job, upload, ['1', '2'])
    }
    const [x, y] = await test.list(job)
    const query = { StorageJobId: job, MaxResults: 1 }
    const { NextToken } = await test.call('listChunks', { ...query, ObjectToken: x!.ObjectToken })
    const wrong = test.call('listChunks', { ...query, ObjectToken: y!.ObjectToken, NextToken })
    await expect(wrong).rejects.toMatchObject(illegal)
  })

  it('a damaged or missing chunk is the service’s fault and named by its checksum', async () => {
    await using test = await openEngine()
    const job = await jobWith(test, 'a')
    const [object] = await test.list(job)
    const { ChunkList } = await test.call('listChunks', { StorageJobId: job, ObjectToken: object!.ObjectToken })
    const { Checksum, ChunkToken } = ChunkList![0]!
    const broken = { name: 'ServiceInternalException', status: 500, message: expect.stringContaining(Checksum!) }
    test.chunks.bytes.set(Checksum!, Buffer.from('flipped'))
    await expect(test.call('getChunk', { StorageJobId: job, ChunkToken })).rejects.toMatchObject(broken)
    test.chunks.bytes.delete(Checksum!)
    await expect(test.call('getChunk', { StorageJobId: job, ChunkToken })).rejects.toMatchObject(broken)
    await test.put(job, 'again', 'content of a') // the same bytes once more heal it
    await test.call('getChunk', { StorageJobId: job, ChunkToken })
  })

  it('a chunk that compaction moved away after the index was asked is read where it lies now, once', async () => {
    await using test = await openEngine()
    const job = await jobWith(test, 'a')
    const [object] = await test.list(job)
    const { ChunkList } = await test.call('listChunks', { StorageJobId: job, ObjectToken: object!.ObjectToken })
    const { Checksum, ChunkToken } = ChunkList![0]!
    const stored = test.chunks.get
    const asked: ChunkRecord[] = []
    const to = { kind: 'pack', pack: 2, offset: 32 } as const
    test.chunks.get = async (chunk, signal) => {
      asked.push(chunk)
      if (chunk.location.kind === 'pack') return await stored(chunk, signal)
      await test.index.relocateChunks({ moves: [{ chunk, to }] })
      throw new ChunkMissingError(chunk.checksum)
    }
    expect((await test.call('getChunk', { StorageJobId: job, ChunkToken })).Data?.toString()).toBe('content of a')
    expect(asked.map(({ location }) => location)).toEqual([{ kind: 'file' }, to])

    asked.length = 0
    test.chunks.bytes.delete(Checksum!)
    await expect(test.call('getChunk', { StorageJobId: job, ChunkToken })).rejects.toMatchObject({ status: 500 })
    expect(asked.length).toBe(1)
  })

  it('an aborted call stops with the reason of its signal', async () => {
    await using test = await openEngine()
    const job = await jobWith(test, 'a')
    const [object] = await test.list(job)
    const { ChunkList } = await test.call('listChunks', { StorageJobId: job, ObjectToken: object!.ObjectToken })
    const input = { StorageJobId: job, ChunkToken: ChunkList![0]!.ChunkToken }
    const signal = AbortSignal.abort(new Error('gone'))
    await expect(test.engine.getChunk(input, { ...context, signal })).rejects.toThrow('gone')
  })
})

describe('GetObjectMetadata', () => {
  it('gives string and blob; a string that no header can carry is left out', async () => {
    await using test = await openEngine()
    const job = await test.start()
    await test.put(job, 'plain', 'x', { MetadataString: 'k=v w' })
    await test.put(job, 'spaced', 'x', { MetadataString: ' k' })
    await test.put(job, 'unicode', 'x', { MetadataString: 'café' })
    const metadata = async (name: string) => {
      const [object] = await test.list(job, { StartingObjectPrefix: name })
      return await test.call('getObjectMetadata', { StorageJobId: job, ObjectToken: object!.ObjectToken })
    }
    expect(await metadata('plain')).toEqual({ MetadataString: 'k=v w' })
    expect(await metadata('spaced')).toEqual({})
    expect(await metadata('unicode')).toEqual({})
    expect((await test.list(job, { StartingObjectPrefix: 'unicode' }))[0]!.MetadataString).toBe('café')
  })
})
