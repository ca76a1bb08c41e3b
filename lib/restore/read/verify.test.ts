import { describe, expect, it } from 'vitest'
import { storedObject } from './fixture.ts'
import { type VerifiableObject, type VerifyEvent, type VerifyOptions, verifyObjects } from './verify.ts'

function object(name: string, stored: ReturnType<typeof storedObject>, fetched: string[] = []): VerifiableObject {
  return {
    name,
    checksum: stored.checksum,
    listChunks: async () => ({ chunks: stored.listed }),
    fetchChunk: async (chunk) => {
      fetched.push(`${name}:${chunk.index}`)
      return stored.chunks[chunk.index]!
    },
  }
}

async function verified(
  objects: VerifiableObject[],
  signal = new AbortController().signal,
  more: Partial<VerifyOptions> = {},
): Promise<VerifyEvent[]> {
  const events: VerifyEvent[] = []
  const source = (async function* () {
    yield* objects
  })()
  await verifyObjects(source, { signal, onEvent: (event) => events.push(event), ...more })
  return events
}

const told = (events: VerifyEvent[]) =>
  events
    .flatMap((event) => {
      if (event.kind === 'damaged') return [`damaged ${event.name}`]
      return event.kind === 'object' && event.outcome !== 'damaged' ? [`${event.outcome} ${event.name}`] : []
    })
    .toSorted()

describe('verifyObjects', () => {
  it('reads each distinct chunk once and counts every byte of every object', async () => {
    const fetched: string[] = []
    const stored = storedObject(10, 20)
    const names = Array.from({ length: 50 }, (_, index) => `object-${index}`) // more than are verified at once
    const events = await verified([...names.map((name) => object(name, stored, fetched)), object('z', storedObject())])
    expect(told(events)).toHaveLength(51)
    expect(told(events).every((line) => line.startsWith('verified '))).toBe(true)
    expect(fetched).toHaveLength(2)
    expect(events.reduce((sum, event) => sum + (event.kind === 'bytes' ? event.count : 0), 0)).toBe(50 * 30)
  })

  it('names every damaged chunk of every object that has it, and goes on', async () => {
    const stored = storedObject(10, 20, 30)
    stored.chunks[1] = Buffer.alloc(20, 0xff)
    stored.chunks[2] = Buffer.alloc(29)
    const events = await verified([object('a', stored), object('b', stored), object('good', storedObject(7))])
    expect(told(events)).toEqual(['damaged a', 'damaged a', 'damaged b', 'damaged b', 'verified good'])
    expect(events).toContainEqual({
      kind: 'damaged',
      name: 'b',
      checksum: stored.checksum,
      part: 'chunk',
      error: expect.objectContaining({ name: 'ChunkVerificationError', object: 'b', index: 1, offset: 10 }),
    })
  })

  it('a chunk the service will not give, or a list that lies, is a finding as well', async () => {
    const lost = { ...object('lost', storedObject(10)), fetchChunk: () => Promise.reject(new Error('no such chunk')) }
    const lying = { ...object('lying', storedObject(10)), checksum: storedObject(11).checksum }
    expect(told(await verified([lost, lying]))).toEqual(['damaged lost', 'damaged lying'])
  })

  it('ends where the service is out of reach, instead of calling everything damaged', async () => {
    const away = Object.assign(new Error('connection refused'), { retryable: true })
    const unread = { ...object('a', storedObject(10)), fetchChunk: () => Promise.reject(away) }
    await expect(verified([unread])).rejects.toMatchObject({ name: 'ChunkFetchError', cause: away })
    const unlisted = { ...object('a', storedObject(10)), listChunks: () => Promise.reject(away) }
    await expect(verified([unlisted])).rejects.toBe(away)
  })

  it('chunks seen before are not read, objects that went meanwhile are no damage, metadata is part of an object', async () => {
    const fetched: string[] = []
    const stored = storedObject(10, 20)
    const seen = new Set([stored.listed[0]!.Checksum!])
    const options = { seen }
    const damaged = storedObject(5)
    damaged.chunks[0] = Buffer.alloc(5, 9)
    const events = await verified(
      [
        object('a', stored, fetched),
        { ...object('replaced', damaged), isThere: async () => false },
        { ...object('link', storedObject()), checkMetadata: () => Promise.reject(new Error('other bytes')) },
      ],
      undefined,
      options,
    )
    expect(fetched).toEqual(['a:1'])
    expect(told(events)).toEqual(['damaged link', 'gone replaced', 'verified a'])
    expect(seen.has(stored.listed[1]!.Checksum!)).toBe(true)
  })

  it('a service that no longer knows the job is no damage either', async () => {
    const gone = new Error('no such job')
    const lost = {
      ...object('a', storedObject(10)),
      listChunks: () => Promise.reject(new Error('unknown token')),
      isThere: () => Promise.reject(gone),
    }
    await expect(verified([lost])).rejects.toBe(gone)
  })

  it('ends on an abort', async () => {
    const leaving = new AbortController()
    leaving.abort(new Error('enough'))
    await expect(verified([object('a', storedObject(10))], leaving.signal)).rejects.toThrow('enough')
  })
})
