import { describe, expect, it } from 'vitest'
import { paginateListChunks, paginateListObjects } from './index.ts'
import { openServer } from './server.fixture.ts'

const page = (names: string[], NextToken?: string | null) => ({
  body: JSON.stringify({ ObjectList: names.map((Name) => ({ Name })), NextToken }),
})
const pages = [page(['a'], 't1'), page([], 't2'), page([], 't3'), page(['b', 'c'])]

async function names(walk: AsyncIterable<{ ObjectList: { Name: string | undefined }[] | undefined }>) {
  const all = []
  for await (const { ObjectList } of walk) all.push(...ObjectList!.map(({ Name }) => Name))
  return all
}

describe('pagination', () => {
  it('goes on through empty pages while there is a token', async () => {
    await using server = await openServer(...pages)
    const walk = paginateListObjects({ client: server.client(), pageSize: 2 }, { StorageJobId: 'job' })
    expect(await names(walk)).toEqual(['a', 'b', 'c'])
    expect(server.seen.map(({ url }) => url.split('?')[1])).toEqual([
      'max-results=2',
      'max-results=2&next-token=t1',
      'max-results=2&next-token=t2',
      'max-results=2&next-token=t3',
    ])
  })

  it.each([null, ''])('a NextToken of %j ends the list', async (token) => {
    await using server = await openServer(page(['a'], token), page(['never']))
    expect(await names(paginateListObjects({ client: server.client() }, { StorageJobId: 'job' }))).toEqual(['a'])
  })

  it('the same input can be walked twice', async () => {
    await using server = await openServer(...pages, ...pages)
    const client = server.client()
    const input = { StorageJobId: 'job' }
    expect(await names(paginateListObjects({ client }, input))).toEqual(['a', 'b', 'c'])
    expect(await names(paginateListObjects({ client }, input))).toEqual(['a', 'b', 'c'])
    expect(input).toEqual({ StorageJobId: 'job' })
  })

  it('starts where it is told to', async () => {
    await using server = await openServer(page(['z']))
    await names(paginateListObjects({ client: server.client(), startingToken: 'here' }, { StorageJobId: 'job' }))
    expect(server.seen[0]!.url).toContain('next-token=here')
  })

  it('hands the signal to every request', async () => {
    await using server = await openServer(...pages)
    const abort = new AbortController()
    const walk = paginateListObjects(
      { client: server.client() },
      { StorageJobId: 'job' },
      { abortSignal: abort.signal },
    )
    await walk.next()
    abort.abort()
    await expect(walk.next()).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('walks chunks, also as a method of the aggregated client', async () => {
    const chunks = [{ body: '{"ChunkList":[{"Index":0}],"NextToken":"t"}' }, { body: '{"ChunkList":[]}' }]
    await using server = await openServer(...chunks, ...chunks)
    const client = server.client()
    const input = { StorageJobId: 'job', ObjectToken: 'o' }
    const seen: (number | undefined)[] = []
    for await (const { ChunkList } of paginateListChunks({ client }, input)) seen.push(ChunkList!.length)
    for await (const { ChunkList } of client.paginateListChunks(input)) seen.push(ChunkList!.length)
    expect(seen).toEqual([1, 0, 1, 0])
  })
})
