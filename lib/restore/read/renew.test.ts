import { describe, expect, it } from 'vitest'
import type { FetchChunk } from './chunk.ts'
import { storedObject } from './fixture.ts'
import { planObject } from './plan.ts'
import { readVerified } from './read.ts'
import { renewingTokens } from './renew.ts'

class UnknownToken extends Error {}

/** A service that gives new tokens with every listing once they have expired. */
function expiring(...sizes: number[]) {
  const object = storedObject(...sizes)
  let generation = 0
  let listings = 0
  const plan = () => {
    listings++
    const listed = object.listed.map((chunk) => ({ ...chunk, ChunkToken: `${generation}:${chunk.Index}` }))
    return planObject({ listChunks: async () => ({ chunks: listed }), checksum: object.checksum })
  }
  const fetchChunk: FetchChunk = async (chunk) => {
    if (chunk.token !== `${generation}:${chunk.index}`) throw new UnknownToken(chunk.token)
    return object.chunks[chunk.index]!
  }
  return { object, plan, fetchChunk, expire: () => generation++, listings: () => listings }
}

const isUnknown = (error: unknown) => error instanceof UnknownToken

async function bytesOf(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const piece of pieces) all.push(piece)
  return Buffer.concat(all)
}

describe('renewingTokens', () => {
  it('goes on with new tokens, listed once for all chunks that wait', async () => {
    const service = expiring(10, 20, 30, 40)
    const plan = await service.plan()
    service.expire()
    const fetchChunk = renewingTokens(service.fetchChunk, { plan: service.plan, isUnknown })
    expect((await bytesOf(readVerified(plan, { fetchChunk }))).equals(service.object.bytes)).toBe(true)
    expect(service.listings()).toBe(2)
  })

  it('does it again when the new ones expire too', async () => {
    const service = expiring(10, 20)
    const plan = await service.plan()
    const fetchChunk = renewingTokens(service.fetchChunk, { plan: service.plan, isUnknown })
    for (let time = 0; time < 3; time++) {
      service.expire()
      expect((await bytesOf(readVerified(plan, { fetchChunk }))).equals(service.object.bytes)).toBe(true)
    }
    expect(service.listings()).toBe(4)
  })

  it('a chunk whose token does not change is gone, and the service says so itself', async () => {
    const service = expiring(10)
    const plan = await service.plan()
    let asked = 0
    const gone: FetchChunk = async (chunk) => {
      asked++
      throw new UnknownToken(chunk.token)
    }
    const fetchChunk = renewingTokens(gone, { plan: service.plan, isUnknown })
    await expect(bytesOf(readVerified(plan, { fetchChunk }))).rejects.toMatchObject({ name: 'ChunkFetchError' })
    expect(asked).toBe(1)
  })

  it('lists nothing for other failures', async () => {
    const service = expiring(10)
    const plan = await service.plan()
    const fetchChunk = renewingTokens(() => Promise.reject(new Error('no')), { plan: service.plan, isUnknown })
    await expect(bytesOf(readVerified(plan, { fetchChunk }))).rejects.toThrow('no')
    expect(service.listings()).toBe(1)
  })
})
