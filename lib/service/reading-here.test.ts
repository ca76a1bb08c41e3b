import { expect, it } from 'vitest'
import { openEngine, sha256 } from './engine/testing.ts'
import { listingHere, readingHere, readingTogetherHere } from './reading-here.ts'
import type { LogLine } from './wire/index.ts'

async function storeWithChunk() {
  const test = await openEngine()
  const jobId = await test.start()
  const uploadId = await test.upload(jobId, 'a')
  await test.chunk(jobId, uploadId, 0, 'content')
  await test.complete(jobId, uploadId, ['content'])
  const [object] = await test.list(jobId)
  const { ChunkList } = await test.call('listChunks', { StorageJobId: jobId, ObjectToken: object!.ObjectToken })
  const lines: LogLine[] = []
  const read = readingHere(test.engine, (line) => lines.push(line))
  return { test, read, lines, jobId, token: ChunkList![0]!.ChunkToken!, signal: new AbortController().signal }
}

it('gives a chunk with the checksum that was proven, and tells the log', async () => {
  const { test, read, lines, jobId, token, signal } = await storeWithChunk()
  await using _ = test
  expect(await read({ jobId, token }, signal)).toEqual({ bytes: Buffer.from('content'), checksum: sha256('content') })
  expect(lines).toMatchObject([{ operation: 'GetChunk', job: jobId, status: 200, bytesOut: 7 }])
})

it('W26 gives nothing for what GetChunk refuses: a token that was changed, or of another job', async () => {
  const { test, read, lines, jobId, token, signal } = await storeWithChunk()
  await using _ = test
  const other = await test.start({ ResourceArn: 'arn:aws:thaw::000000000000:resource/other' })
  expect(await read({ jobId, token: `${token.slice(0, -1)}_` }, signal)).toBeUndefined()
  expect(await read({ jobId: other, token }, signal)).toBeUndefined()
  expect(lines).toEqual([])
})

it('ends with the caller', async () => {
  const { test, read, jobId, token } = await storeWithChunk()
  await using _ = test
  await expect(read({ jobId, token }, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' })
})

it('gives many chunks in their order, and nothing in the place of one that is refused', async () => {
  const { test, jobId, token, signal } = await storeWithChunk()
  await using _ = test
  const lines: LogLine[] = []
  const read = readingTogetherHere(test.engine, (line) => lines.push(line))
  const chunk = { bytes: Buffer.from('content'), checksum: sha256('content') }
  const got = await read({ jobId, tokens: [token, 'changed', token] }, signal)
  expect(got).toMatchObject([chunk, undefined, chunk])
  expect(await read({ jobId, tokens: [] }, signal)).toEqual([])
  expect(lines).toMatchObject([{ operation: 'GetChunks', job: jobId, status: 200 }])
  await expect(read({ jobId, tokens: [token] }, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' })
})

it('gives a page of objects as ListObjects does, and nothing where that refuses', async () => {
  const { test, jobId } = await storeWithChunk()
  await using _ = test
  const lines: LogLine[] = []
  const list = listingHere(test.engine, (line) => lines.push(line))
  const page = await list({ StorageJobId: jobId, MaxResults: 1 }, undefined)
  expect(page).toMatchObject({ ObjectList: [{ Name: 'a', ObjectLength: 7 }], NextToken: undefined })
  expect(lines).toMatchObject([{ operation: 'ListObjects', job: jobId, status: 200 }])
  expect(await list({ StorageJobId: 'none' }, undefined)).toBeUndefined()
  expect(await list({ StorageJobId: jobId, NextToken: 'changed' }, undefined)).toBeUndefined()
  await expect(list({ StorageJobId: jobId }, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' })
})
