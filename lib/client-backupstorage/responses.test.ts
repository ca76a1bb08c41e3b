import { describe, expect, it } from 'vitest'
import { openServer } from './server.fixture.ts'

describe('answers', () => {
  it('a listed object has the official members, and ours where they are sent', async () => {
    const official = {
      Name: 'a',
      ChunksCount: 2,
      MetadataString: 'm',
      ObjectChecksum: 's',
      ObjectChecksumAlgorithm: 'SUMMARY',
      ObjectToken: 't',
    }
    const SingleChunk = { Length: 5, Checksum: 'c', ChunkToken: 'ct' }
    const extended = {
      ...official,
      ObjectLength: 5_000_000_000,
      CreationTime: 1_516_925_490.087,
      SingleChunk,
      Unknown: 1,
    }
    await using server = await openServer({
      body: JSON.stringify({ ObjectList: [official, extended], NextToken: 'n' }),
    })
    const page = await server.client().listObjects({ StorageJobId: 'job' })
    expect(page.ObjectList).toEqual([
      official,
      { ...official, ObjectLength: 5_000_000_000, CreationTime: new Date(1_516_925_490_087), SingleChunk },
    ])
    expect(page.NextToken).toBe('n')
  })

  it('long numbers stay numbers, exact to 2^53', async () => {
    const body =
      '{"ChunkList":[{"Index":9007199254740991,"Length":67108864,"Checksum":"c","ChecksumAlgorithm":"SHA256","ChunkToken":"t"}]}'
    await using server = await openServer({ body })
    const { ChunkList } = await server.client().listChunks({ StorageJobId: 'job', ObjectToken: 'o' })
    expect(ChunkList).toEqual([
      { Index: 9007199254740991, Length: 67108864, Checksum: 'c', ChecksumAlgorithm: 'SHA256', ChunkToken: 't' },
    ])
  })

  it('GetChunk streams, with its facts from the headers', async () => {
    const headers = {
      'X-Amz-Data-Length': '5',
      'x-amz-checksum': 'sum=',
      'x-amz-checksum-algorithm': 'SHA256',
      'x-amzn-requestid': 'req-1',
    }
    await using server = await openServer({ headers, body: Buffer.from([0, 1, 2, 254, 255]) })
    const chunk = await server.client().getChunk({ StorageJobId: 'job', ChunkToken: 'c' })
    expect(chunk).toMatchObject({ Length: 5, Checksum: 'sum=', ChecksumAlgorithm: 'SHA256' })
    expect(chunk.$metadata).toMatchObject({ httpStatusCode: 200, requestId: 'req-1' })
    expect(await chunk.Data!.transformToByteArray()).toEqual(new Uint8Array([0, 1, 2, 254, 255]))
  })

  it('GetObjectMetadata without a blob has an empty stream and no more', async () => {
    await using server = await openServer({ body: '', headers: { 'x-amz-metadata-string': 'note' } })
    const answer = await server.client().getObjectMetadata({ StorageJobId: 'job', ObjectToken: 'o' })
    expect(answer.MetadataString).toBe('note')
    expect(answer.MetadataBlobLength).toBeUndefined()
    expect(await answer.MetadataBlob!.transformToString()).toBe('')
  })

  it('a body that breaks off breaks the stream', async () => {
    await using server = await openServer((response) => {
      response.writeHead(200, { 'content-length': '10' }).write('half', () => response.destroy())
    })
    const { Data } = await server.client().getChunk({ StorageJobId: 'job', ChunkToken: 'c' })
    await expect(Data!.transformToByteArray()).rejects.toThrow('aborted')
  })
})
