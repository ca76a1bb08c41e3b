import { describe, expect, it } from 'vitest'
import type { FetchChunk } from './chunk.ts'
import { storedObject } from './fixture.ts'
import { type ObjectPlan, planObject } from './plan.ts'
import { readVerified } from './read.ts'
import { retrying } from './retry.ts'

const MiB = 1024 * 1024

async function planned(object: ReturnType<typeof storedObject>, name = 'file.bin'): Promise<ObjectPlan> {
  return planObject({ listChunks: async () => ({ chunks: object.listed }), checksum: object.checksum, name })
}

async function collected(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const piece of pieces) all.push(piece)
  return Buffer.concat(all)
}

/** A fetch whose answers are held back until they are let go, one by one, in any order. */
function heldBack(object: ReturnType<typeof storedObject>) {
  const asked: number[] = []
  const stopped: number[] = []
  const letGo = new Map<number, () => void>()
  const fetchChunk: FetchChunk = (chunk, signal) => {
    asked.push(chunk.index)
    return new Promise((resolve, reject) => {
      letGo.set(chunk.index, () => resolve(object.chunks[chunk.index]!))
      signal.addEventListener('abort', () => {
        stopped.push(chunk.index)
        reject(signal.reason)
      })
    })
  }
  return { asked, stopped, fetchChunk, letGo: (index: number) => letGo.get(index)?.() }
}

describe('readVerified', () => {
  it('takes the checksum of bytes that this process has hashed, and still compares it', async () => {
    const object = storedObject(10, 20)
    const plan = await planned(object)
    const hashed: FetchChunk = async ({ index, checksum }) => ({ bytes: object.chunks[index]!, checksum })
    expect(await collected(readVerified(plan, { fetchChunk: hashed }))).toEqual(Buffer.concat(object.chunks))
    const others: FetchChunk = async ({ index }) => ({
      bytes: object.chunks[index]!,
      checksum: plan.chunks[0]!.checksum,
    })
    await expect(collected(readVerified(plan, { fetchChunk: others }))).rejects.toMatchObject({
      name: 'ChunkVerificationError',
      index: 1,
    })
  })

  it('delivers every byte in order, whatever order the chunks arrive in', async () => {
    const object = storedObject(10, 20, 30, 5)
    const held = heldBack(object)
    const reading = collected(readVerified(await planned(object), { fetchChunk: held.fetchChunk }))
    for (const index of [3, 1, 0, 2]) held.letGo(index)
    expect((await reading).equals(object.bytes)).toBe(true)
  })

  it('takes chunks in pieces and chunks longer than one hashing step', async () => {
    const object = storedObject(9 * MiB, 3)
    const fetchChunk: FetchChunk = async (chunk) => {
      const bytes = object.chunks[chunk.index]!
      return (async function* () {
        for (let at = 0; at < bytes.length; at += MiB) yield bytes.subarray(at, at + MiB)
      })()
    }
    expect((await collected(readVerified(await planned(object), { fetchChunk }))).equals(object.bytes)).toBe(true)
  })

  it('delivers nothing for an object of zero bytes', async () => {
    const object = storedObject()
    expect(await collected(readVerified(await planned(object), { fetchChunk: object.fetchChunk }))).toHaveLength(0)
  })

  it('D01 a range fetches only the chunks it touches and cuts them exactly', async () => {
    const object = storedObject(10, 10, 10, 10)
    const plan = await planned(object)
    for (let start = 0; start < 40; start++) {
      for (let end = start; end < 40; end++) {
        const fetched: number[] = []
        const fetchChunk: FetchChunk = (chunk) => {
          fetched.push(chunk.index)
          return object.fetchChunk(chunk)
        }
        const bytes = await collected(readVerified(plan, { fetchChunk, range: { start, end } }))
        expect(bytes.equals(object.bytes.subarray(start, end + 1))).toBe(true)
        expect(fetched).toHaveLength(Math.floor(end / 10) - Math.floor(start / 10) + 1)
      }
    }
  })

  it('refuses a range outside the object', async () => {
    const object = storedObject(10)
    const plan = await planned(object)
    const read = (start: number, end: number) =>
      readVerified(plan, { fetchChunk: object.fetchChunk, range: { start, end } })
    expect(() => read(0, 10)).toThrow(RangeError)
    expect(() => read(-1, 3)).toThrow(RangeError)
    expect(() => read(4, 3)).toThrow(RangeError)
  })

  it('D17 finds the chunk of an offset beyond 2^32 without rounding', async () => {
    const chunk = storedObject(3)
    const listed = { ...chunk.listed[0]!, Length: 2 ** 52 }
    const far = { index: 1, offset: 2 ** 52, length: 3, checksum: listed.Checksum!, token: 't' }
    const plan = {
      length: 2 ** 52 + 3,
      checksum: '',
      chunks: [{ index: 0, offset: 0, length: 2 ** 52, checksum: '', token: 't' }, far],
    }
    const range = { start: 2 ** 52 + 1, end: 2 ** 52 + 1 }
    const bytes = await collected(readVerified(plan, { fetchChunk: async () => chunk.bytes, range }))
    expect(bytes.equals(chunk.bytes.subarray(1, 2))).toBe(true)
  })

  it('D08 hands out nothing of a damaged chunk and names it', async () => {
    const object = storedObject(10, 20, 30)
    const plan = await planned(object)
    object.chunks[1]![7]! ^= 1
    const received: number[] = []
    const reading = (async () => {
      for await (const piece of readVerified(plan, { fetchChunk: object.fetchChunk })) received.push(piece.length)
    })()
    await expect(reading).rejects.toMatchObject({
      name: 'ChunkVerificationError',
      index: 1,
      offset: 10,
      object: 'file.bin',
      retryable: false,
    })
    expect(received).toEqual([10])
  })

  it.each([
    ['shorter', Buffer.alloc(9), '9 bytes came where 10 are listed'],
    ['longer', Buffer.alloc(11), 'more than 10 bytes came where 10 are listed'],
    ['empty', Buffer.alloc(0), '0 bytes came where 10 are listed'],
  ])('D08 a chunk that comes %s than listed is damaged', async (_case, answer, message) => {
    const object = storedObject(10)
    const plan = await planned(object)
    await expect(collected(readVerified(plan, { fetchChunk: async () => answer }))).rejects.toThrow(message)
  })

  it('stops reading a body that runs past the listed length', async () => {
    const object = storedObject(10)
    let pieces = 0
    const endless: FetchChunk = async () =>
      (async function* () {
        for (;;) {
          pieces++
          yield Buffer.alloc(6)
        }
      })()
    await expect(collected(readVerified(await planned(object), { fetchChunk: endless }))).rejects.toThrow(
      'more than 10',
    )
    expect(pieces).toBe(4) // two for each of the two tries
  })

  it('fetches a damaged chunk once more and goes on when that one is good', async () => {
    const object = storedObject(10, 20)
    const tries = [0, 0]
    const fetchChunk: FetchChunk = async (chunk) =>
      tries[chunk.index]!++ === 0 ? Buffer.alloc(chunk.length) : object.chunks[chunk.index]!
    expect((await collected(readVerified(await planned(object), { fetchChunk }))).equals(object.bytes)).toBe(true)
    expect(tries).toEqual([2, 2])
  })

  it('names the chunk that could not be fetched and keeps the reason', async () => {
    const object = storedObject(10, 20)
    const reason = Object.assign(new Error('throttled'), { retryable: true })
    const fetchChunk: FetchChunk = async (chunk) => {
      if (chunk.index === 1) throw reason
      return object.chunks[0]!
    }
    await expect(collected(readVerified(await planned(object), { fetchChunk }))).rejects.toMatchObject({
      name: 'ChunkFetchError',
      index: 1,
      offset: 10,
      retryable: true,
      cause: reason,
    })
  })

  it('D11 holds no more than the budget for a reader that does not read on', async () => {
    const object = storedObject(...Array.from({ length: 20 }, () => 2 * MiB))
    const held = heldBack(object)
    const reading = readVerified(await planned(object), { fetchChunk: held.fetchChunk, budgetBytes: 6 * MiB })
    const first = reading.next()
    for (let index = 0; index < 20; index++) held.letGo(index)
    await first
    expect(held.asked).toEqual([0, 1, 2])
    const second = reading.next()
    for (let index = 0; index < 20; index++) held.letGo(index)
    await second
    expect(held.asked).toEqual([0, 1, 2, 3])
    await reading.return()
  })

  it('tells of chunks that were fetched and never handed out when the reader leaves, and of no others', async () => {
    const object = storedObject(10, 20, 30, 40)
    const held = heldBack(object)
    const unread: number[] = []
    const reading = readVerified(await planned(object), {
      fetchChunk: held.fetchChunk,
      onUnread: ({ length }) => unread.push(length),
    })
    const first = reading.next()
    for (const index of [0, 1, 2]) held.letGo(index) // the fourth is still under way
    await first
    await reading.return()
    expect(unread).toEqual([20, 30])
  })

  it('always allows one chunk, and small chunks count for more than their bytes', async () => {
    const large = heldBack(storedObject(3 * MiB, 3 * MiB))
    const one = readVerified(await planned(storedObject(3 * MiB, 3 * MiB)), {
      fetchChunk: large.fetchChunk,
      budgetBytes: 1,
    })
    const pending = one.next()
    expect(large.asked).toEqual([0])
    large.letGo(0)
    await pending
    await one.return()

    const small = heldBack(storedObject(...Array.from({ length: 100 }, () => 1)))
    const many = readVerified(await planned(storedObject(...Array.from({ length: 100 }, () => 1))), {
      fetchChunk: small.fetchChunk,
      budgetBytes: MiB / 2,
    })
    const first = many.next()
    expect(small.asked).toHaveLength(8)
    small.letGo(0)
    await first
    await many.return()
  })

  it('D10 return() stops the fetches at once, also while a next() waits for them', async () => {
    const object = storedObject(10, 20, 30)
    const held = heldBack(object)
    const reading = readVerified(await planned(object), { fetchChunk: held.fetchChunk })
    const pending = reading.next()
    const left = reading.return()
    await expect(pending).rejects.toThrow('aborted')
    await left
    expect(held.stopped.toSorted()).toEqual([0, 1, 2])
  })

  it('D10 an abort ends a read even where the fetch pays no heed to its signal', async () => {
    const object = storedObject(10)
    const leaving = new AbortController()
    const deaf: FetchChunk = () => new Promise(() => {})
    const reading = collected(readVerified(await planned(object), { fetchChunk: deaf, signal: leaving.signal }))
    leaving.abort(new Error('the reader left'))
    await expect(reading).rejects.toThrow('the reader left')
  })

  it('tells of each chunk once it is verified, in order', async () => {
    const object = storedObject(10, 20)
    const told: number[] = []
    const onChunk = ({ index }: { index: number }) => told.push(index)
    await collected(readVerified(await planned(object), { fetchChunk: object.fetchChunk, onChunk }))
    expect(told).toEqual([0, 1])
  })
})

describe('retrying', () => {
  const failing = (times: number, error: Error, object: ReturnType<typeof storedObject>) => {
    let tries = 0
    const fetchChunk: FetchChunk = async (chunk) => {
      if (tries++ < times) throw error
      return object.chunks[chunk.index]!
    }
    return { fetchChunk, tries: () => tries }
  }
  const throttled = Object.assign(new Error('slow down'), { retryable: true })

  it('tries a retryable failure again', async () => {
    const object = storedObject(10)
    const source = failing(3, throttled, object)
    const reading = readVerified(await planned(object), { fetchChunk: retrying(source.fetchChunk, { pauseMs: 1 }) })
    expect((await collected(reading)).equals(object.bytes)).toBe(true)
    expect(source.tries()).toBe(4)
  })

  it('gives up after the last attempt', async () => {
    const object = storedObject(10)
    const source = failing(9, throttled, object)
    const reading = readVerified(await planned(object), {
      fetchChunk: retrying(source.fetchChunk, { attempts: 3, pauseMs: 1 }),
    })
    await expect(collected(reading)).rejects.toMatchObject({ name: 'ChunkFetchError', cause: throttled })
    expect(source.tries()).toBe(3)
  })

  it('does not repeat what cannot succeed', async () => {
    const object = storedObject(10)
    const source = failing(1, new Error('no such chunk'), object)
    const reading = readVerified(await planned(object), { fetchChunk: retrying(source.fetchChunk, { pauseMs: 1 }) })
    await expect(collected(reading)).rejects.toThrow('no such chunk')
    expect(source.tries()).toBe(1)
  })

  it('counts a body that breaks in its middle as a failed fetch', async () => {
    const object = storedObject(10)
    let tries = 0
    const breaking: FetchChunk = async (chunk) =>
      (async function* () {
        yield object.chunks[chunk.index]!.subarray(0, 5)
        if (tries++ === 0) throw throttled
        yield object.chunks[chunk.index]!.subarray(5)
      })()
    const reading = readVerified(await planned(object), { fetchChunk: retrying(breaking, { pauseMs: 1 }) })
    expect((await collected(reading)).equals(object.bytes)).toBe(true)
    expect(tries).toBe(2)
  })

  it('stops waiting on an abort', async () => {
    const object = storedObject(10)
    const leaving = new AbortController()
    const source: FetchChunk = async () => {
      queueMicrotask(() => leaving.abort())
      throw throttled
    }
    const reading = readVerified(await planned(object), {
      fetchChunk: retrying(source, { pauseMs: 2 ** 30 }),
      signal: leaving.signal,
    })
    await expect(collected(reading)).rejects.toThrow('aborted')
  })
})
