import { decodeChunkFrames } from '@aws-sdk/client-backupstorage/extensions'
import { describe, expect, it } from 'vitest'
import { StoreUnavailableError } from '../ports.ts'
import { context, openEngine, sha256, type TestEngine } from './testing.ts'

/** A job of small objects, and the tokens of their chunks in the order of the names. */
async function job(test: TestEngine, contents: readonly string[], resource = 'one') {
  const id = await test.start({ ResourceArn: `arn:aws:thaw::000000000000:resource/${resource}` })
  for (const [i, content] of contents.entries()) await test.put(id, `object ${String(i).padStart(3, '0')}`, content)
  const tokens = (await test.list(id)).map(({ SingleChunk }) => SingleChunk!.ChunkToken!)
  return { id, tokens }
}

async function get(test: TestEngine, StorageJobId: string, ChunkTokenList: string[]) {
  const { Data } = await test.call('getChunks', { StorageJobId, ChunkTokenList })
  return decodeChunkFrames(Data!, ChunkTokenList.length).map((frame) =>
    frame.kind === 'chunk' ? `${Buffer.from(frame.bytes)} ${frame.checksum === sha256(frame.bytes)}` : frame.name,
  )
}

describe('GetChunks', () => {
  it('gives chunks in the order asked for, each as often', async () => {
    await using test = await openEngine()
    const { id, tokens } = await job(test, ['one', 'two', 'three'])
    const [one, two, three] = tokens as [string, string, string]
    expect(await get(test, id, [three, one, three, two])).toEqual(['three true', 'one true', 'three true', 'two true'])
  })

  it('tells of damaged, missing and unknown ones in their places', async () => {
    await using test = await openEngine()
    const { id, tokens } = await job(test, ['whole', 'damaged', 'missing', 'last'])
    const other = await job(test, ['of another job'], 'another')
    test.chunks.bytes.get(sha256('damaged'))![0]! ^= 1
    test.chunks.bytes.delete(sha256('missing'))
    expect(await get(test, id, [...tokens, 'forged', other.tokens[0]!, tokens[0]!])).toEqual([
      'whole true',
      'ServiceInternalException',
      'ServiceInternalException',
      'last true',
      'ResourceNotFoundException',
      'ResourceNotFoundException',
      'whole true',
    ])
  })

  it('says of a chunk that the store cannot read now that it may be asked for again', async () => {
    await using test = await openEngine()
    const { id, tokens } = await job(test, ['one', 'two'])
    const get0 = test.chunks.get
    test.chunks.get = async (chunk, signal) => {
      if (chunk.checksum === sha256('two')) throw new StoreUnavailableError('The disk refused')
      return get0.call(test.chunks, chunk, signal)
    }
    expect(await get(test, id, tokens)).toEqual(['one true', 'RetryableException'])
  })

  it('finds a chunk that was moved since the index told where it lies', async () => {
    await using test = await openEngine()
    const { id, tokens } = await job(test, ['moved'])
    const { getMany } = test.chunks
    test.chunks.getMany = async (chunks, signal) => {
      const bytes = test.chunks.bytes.get(sha256('moved'))!
      test.chunks.bytes.delete(sha256('moved'))
      const answers = await getMany.call(test.chunks, chunks, signal)
      test.chunks.bytes.set(sha256('moved'), bytes)
      return answers
    }
    expect(await get(test, id, tokens)).toEqual(['moved true'])
  })

  it('refuses too many tokens, none, and too many bytes', async () => {
    await using test = await openEngine()
    const { id, tokens } = await job(test, ['x'.repeat(5 * 2 ** 20), 'small'])
    const [large, small] = tokens as [string, string]
    const refused = { name: 'IllegalArgumentException', status: 400 }
    await expect(get(test, id, [])).rejects.toMatchObject(refused)
    await expect(get(test, id, Array(257).fill(small))).rejects.toMatchObject(refused)
    await expect(get(test, id, [large, large])).rejects.toMatchObject(refused)
    expect(await get(test, id, Array(256).fill(small))).toHaveLength(256)
    expect(await get(test, id, [large, small])).toHaveLength(2)
  })

  it('ends with the caller', async () => {
    await using test = await openEngine()
    const { id, tokens } = await job(test, ['one'])
    const call = test.engine.getChunks(
      { StorageJobId: id, ChunkTokenList: tokens },
      { ...context, signal: AbortSignal.abort(new Error('left')) },
    )
    await expect(call).rejects.toThrow('left')
  })
})
