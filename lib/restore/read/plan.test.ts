import { describe, expect, it } from 'vitest'
import { storedObject } from './fixture.ts'
import { type ListedChunk, planObject } from './plan.ts'

/** Lists in pages of two, with an empty page before the last: all that a pager must bear. */
function paged(listed: ListedChunk[]) {
  return async (nextToken?: string) => {
    const at = Number(nextToken ?? 0)
    if (at < 0) return { chunks: listed.slice(-at), nextToken: undefined }
    const following = at + 2 >= listed.length - 1 && at + 2 < listed.length ? -(at + 2) : at + 2
    return { chunks: listed.slice(at, at + 2), nextToken: at + 2 >= listed.length ? undefined : String(following) }
  }
}

describe('planObject', () => {
  it('adds offsets up over all pages', async () => {
    const object = storedObject(3, 5, 7, 2, 9)
    const plan = await planObject({ listChunks: paged(object.listed), checksum: object.checksum })
    expect(plan.length).toBe(26)
    expect(plan.chunks.map(({ index, offset, length }) => [index, offset, length])).toEqual([
      [0, 0, 3],
      [1, 3, 5],
      [2, 8, 7],
      [3, 15, 2],
      [4, 17, 9],
    ])
  })

  it('goes on over an empty page that carries a token', async () => {
    const object = storedObject(4)
    const listChunks = async (nextToken?: string) =>
      nextToken ? { chunks: object.listed } : { chunks: [], nextToken: 'more' }
    expect((await planObject({ listChunks, checksum: object.checksum })).length).toBe(4)
  })

  it('knows an object of no chunks by its checksum, the SHA-256 of nothing, without asking', async () => {
    const checksum = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='
    const listChunks = () => Promise.reject(new Error('there is nothing to list'))
    expect(await planObject({ listChunks, checksum })).toMatchObject({ length: 0, chunks: [] })
  })

  it('refuses a list of no chunks for any other checksum', async () => {
    const { checksum } = storedObject(1)
    await expect(planObject({ listChunks: async () => ({ chunks: [] }), checksum })).rejects.toThrow('adds up to')
  })

  it('puts chunks in the order of their indices, however they are listed', async () => {
    const object = storedObject(3, 5, 7)
    const plan = await planObject({ listChunks: paged(object.listed.toReversed()), checksum: object.checksum })
    expect(plan.chunks.map((chunk) => chunk.index)).toEqual([0, 1, 2])
  })

  it('D17 counts offsets beyond 2^32 exactly and refuses a sum beyond 2^53', async () => {
    const object = storedObject(1, 1, 1)
    const huge = (length: number) => object.listed.map((chunk) => ({ ...chunk, Length: length }))
    const plan = await planObject({ listChunks: paged(huge(2 ** 51 + 1)), checksum: object.checksum })
    expect(plan.chunks[2]?.offset).toBe(2 ** 52 + 2)
    await expect(planObject({ listChunks: paged(huge(2 ** 52)), checksum: object.checksum })).rejects.toThrow('2^53')
  })

  const object = storedObject(3, 5, 7)
  const [first, second, third] = object.listed as [ListedChunk, ListedChunk, ListedChunk]
  it.each<[string, ListedChunk[], string]>([
    ['a gap', [first, third], 'has no index 1'],
    ['a missing start', [second, third], 'has no index 0'],
    ['a missing end', [first, second], 'adds up to checksum'],
    ['a duplicate', [first, second, second, third], 'has index 1 twice'],
    ['an index that is no index', [{ ...first, Index: -1 }], 'has an index -1'],
    ['no length', [{ ...first, Length: undefined }], 'has length undefined at index 0'],
    ['a length of 0', [{ ...first, Length: 0 }], 'has length 0 at index 0'],
    ['a checksum in hex', [{ ...first, Checksum: 'ab'.repeat(32) }], 'has no SHA-256 at index 0'],
    ['no token', [{ ...first, ChunkToken: '' }], 'has no token at index 0'],
    [
      'swapped digests',
      [{ ...first, Checksum: second.Checksum }, { ...second, Checksum: first.Checksum }, third],
      'adds up',
    ],
  ])('refuses a list with %s', async (_case, listed, message) => {
    const planning = planObject({
      listChunks: async () => ({ chunks: listed }),
      checksum: object.checksum,
      name: 'a\nb',
    })
    await expect(planning).rejects.toThrow(message)
    await expect(planning).rejects.toMatchObject({ name: 'ObjectPlanError', retryable: false })
    await expect(planning).rejects.toThrow('"a\\nb"')
  })

  it('refuses a listing that goes round in a circle', async () => {
    const listChunks = async () => ({ chunks: [], nextToken: 'again' })
    await expect(planObject({ listChunks, checksum: '' })).rejects.toThrow('never ends')
  })

  it('stops listing on an abort', async () => {
    const leaving = new AbortController()
    let pages = 0
    const listChunks = async () => {
      leaving.abort()
      return { chunks: [], nextToken: String(pages++) }
    }
    await expect(planObject({ listChunks, checksum: '' }, leaving.signal)).rejects.toThrow('aborted')
    expect(pages).toBe(1)
  })
})
