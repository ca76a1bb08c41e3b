import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { FetchChunk } from '../read/chunk.ts'
import { storedObject } from '../read/fixture.ts'
import { planObject } from '../read/plan.ts'
import { readVerified } from '../read/read.ts'
import { strongETag } from './conditions.ts'
import { type Download, downloadResponse } from './response.ts'

async function ask(
  object: ReturnType<typeof storedObject>,
  headers: Record<string, string> = {},
  {
    method = 'GET',
    fetchChunk = object.fetchChunk as FetchChunk,
    signal = new AbortController().signal,
    name = 'a/b.bin',
    more = {} as Partial<Download>,
  } = {},
) {
  const plan = await planObject({ listChunks: async () => ({ chunks: object.listed }), checksum: object.checksum })
  const request = { method: method as 'GET' | 'HEAD', headers: new Headers(headers), signal }
  const download: Download = {
    name,
    mediaType: 'application/octet-stream',
    etag: strongETag(plan.checksum),
    length: plan.length,
    read: (range, stop) => readVerified(plan, { fetchChunk, range, signal: stop }),
    ...more,
  }
  return downloadResponse(download, request)
}

describe('downloadResponse', () => {
  const object = storedObject(100, 100, 50)
  const etag = `"${object.checksum}"`

  it('D13 D16 D24 sends the whole object as an attachment that nothing runs, with its exact length', async () => {
    const response = await ask(object)
    expect(response.status).toBe(200)
    expect(Object.fromEntries(response.headers)).toEqual({
      'accept-ranges': 'bytes',
      'cache-control': 'private, no-store, no-transform',
      'content-disposition': `attachment; filename="b.bin"; filename*=UTF-8''b.bin`,
      'content-security-policy': "sandbox; default-src 'none'",
      'content-type': 'application/octet-stream',
      'cross-origin-resource-policy': 'same-origin',
      etag,
      'x-body-length': '250',
      'x-content-type-options': 'nosniff',
    })
    expect(object.bytes.equals(await response.bytes())).toBe(true)
  })

  it('D13 D14 the type is the same whatever the name says', async () => {
    const response = await ask(object, {}, { name: 'page.html' })
    expect(response.headers.get('content-type')).toBe('application/octet-stream')
    expect(response.headers.get('content-disposition')).toContain('attachment')
  })

  it('D01 answers 1,000 ranges with exactly their bytes', async () => {
    let random = createHash('sha256').update('ranges').digest()
    for (let i = 0; i < 1000; i++) {
      random = createHash('sha256').update(random).digest()
      const [a, b] = [random.readUInt32LE(0) % 250, random.readUInt32LE(4) % 250]
      const [start, end] = [Math.min(a, b), Math.max(a, b)]
      const response = await ask(object, { range: `bytes=${start}-${end}` })
      expect(response.status).toBe(206)
      expect(response.headers.get('content-range')).toBe(`bytes ${start}-${end}/250`)
      expect(response.headers.get('x-body-length')).toBe(String(end - start + 1))
      expect(object.bytes.subarray(start, end + 1).equals(await response.bytes())).toBe(true)
    }
  })

  it('D02 a range behind the end is 416 and says how long the object is', async () => {
    const response = await ask(object, { range: 'bytes=250-' })
    expect([response.status, response.headers.get('content-range')]).toEqual([416, 'bytes */250'])
  })

  it('D03 D04 a range it does not understand, or several, give the whole object', async () => {
    for (const range of ['bytes=5-1', 'lines=1-2', 'bytes=0-1,4-5']) {
      const response = await ask(object, { range })
      expect([response.status, response.headers.get('x-body-length')]).toEqual([200, '250'])
    }
  })

  it('D05 conditions decide before ranges do', async () => {
    const range = 'bytes=0-9'
    const status = async (headers: Record<string, string>) => (await ask(object, headers)).status
    expect(await status({ range, 'if-range': etag })).toBe(206)
    expect(await status({ range, 'if-range': '"older"' })).toBe(200)
    expect(await status({ range, 'if-range': `W/${etag}` })).toBe(200)
    expect(await status({ range, 'if-none-match': etag })).toBe(304)
    expect(await status({ range, 'if-match': '"older"' })).toBe(412)
    expect(await status({ range: 'bytes=999-', 'if-match': '"older"' })).toBe(412)
  })

  it('D06 HEAD says what GET would, reads nothing, and knows no ranges', async () => {
    const noReading: FetchChunk = () => Promise.reject(new Error('HEAD has no business reading'))
    const head = await ask(object, { range: 'bytes=0-9' }, { method: 'HEAD', fetchChunk: noReading })
    const get = await ask(object)
    expect(head.status).toBe(200)
    expect([...head.headers]).toEqual([...get.headers])
    expect(head.body).toBeNull()
  })

  it('D07 an empty object is 200 with no bytes, and has no first byte to ask for', async () => {
    const empty = storedObject()
    const response = await ask(empty)
    expect([response.status, response.headers.get('x-body-length')]).toEqual([200, '0'])
    expect(await response.bytes()).toHaveLength(0)
    expect((await ask(empty, { range: 'bytes=0-' })).status).toBe(416)
    expect((await ask(empty, { range: 'bytes=-5' })).status).toBe(200)
  })

  it('D09 a chunk that is missing or damaged at the start is no answer at all', async () => {
    const missing: FetchChunk = () => Promise.reject(new Error('no such chunk'))
    await expect(ask(object, {}, { fetchChunk: missing })).rejects.toMatchObject({ name: 'ChunkFetchError', index: 0 })
    const damaged: FetchChunk = async (chunk) => Buffer.alloc(chunk.length, 0xff)
    await expect(ask(object, { range: 'bytes=120-' }, { fetchChunk: damaged })).rejects.toMatchObject({ index: 1 })
  })

  it('D08 damage further on errors the body behind the good bytes', async () => {
    const damaged: FetchChunk = async (chunk) => (chunk.index === 2 ? Buffer.alloc(50, 0xff) : object.fetchChunk(chunk))
    const response = await ask(object, {}, { fetchChunk: damaged })
    const received: Uint8Array[] = []
    const reading = (async () => {
      for await (const piece of response.body as ReadableStream<Uint8Array>) received.push(piece)
    })()
    await expect(reading).rejects.toMatchObject({ name: 'ChunkVerificationError', index: 2, offset: 200 })
    expect(Buffer.concat(received).equals(object.bytes.subarray(0, 200))).toBe(true)
  })

  it('D15 Repr-Digest is of the whole, also with a part', async () => {
    const more = { sha256: createHash('sha256').update(object.bytes).digest('base64') }
    const asked: Record<string, string>[] = [{}, { range: 'bytes=5-9', 'want-repr-digest': 'md5=9' }]
    for (const headers of asked) {
      const response = await ask(object, headers, { more })
      expect(response.headers.get('repr-digest')).toBe(`sha-256=:${more.sha256}:`)
    }
    expect((await ask(object)).headers.has('repr-digest')).toBe(false)
  })

  it('D04 many ranges send the whole once, never more', async () => {
    for (const one of ['0-249', '0-0,200-249']) {
      const range = `bytes=${Array.from({ length: 1_000 }, () => one).join(',')}`
      expect(await (await ask(object, { range })).bytes()).toHaveLength(250)
    }
  })

  it('D04 several ranges that make up one are answered with that one', async () => {
    const response = await ask(object, { range: 'bytes=100-119,90-99,110-129' })
    expect([response.status, response.headers.get('content-range')]).toEqual([206, 'bytes 90-129/250'])
    expect(object.bytes.subarray(90, 130).equals(await response.bytes())).toBe(true)
  })

  it('D17 offsets beyond 2^32 and up to 2^53 - 1 are exact', async () => {
    const length = Number.MAX_SAFE_INTEGER
    const asked: unknown[] = []
    const more: Partial<Download> = {
      length,
      async *read(range) {
        asked.push(range)
        yield Buffer.alloc(1)
      },
    }
    for (const start of [2 ** 32 - 1, 2 ** 32, 2 ** 53 - 3]) {
      const response = await ask(object, { range: `bytes=${start}-${start + 1}` }, { more })
      expect(response.headers.get('content-range')).toBe(`bytes ${start}-${start + 1}/${length}`)
      expect(asked.pop()).toEqual({ start, end: start + 1 })
    }
    const suffix = await ask(object, { range: 'bytes=-1' }, { more })
    expect(suffix.headers.get('content-range')).toBe(`bytes ${length - 1}-${length - 1}/${length}`)
  })

  it('D23 where a part cannot begin there, the whole is sent and says so', async () => {
    const more: Partial<Download> = { canStartAt: (start) => start < 100 }
    expect((await ask(object, { range: 'bytes=99-' }, { more })).status).toBe(206)
    const response = await ask(object, { range: 'bytes=100-' }, { more })
    expect([response.status, response.headers.get('accept-ranges')]).toEqual([200, 'none'])
    expect(await response.bytes()).toHaveLength(250)
  })

  it('D10 a reader that leaves stops the fetches that are under way', async () => {
    const stopped: number[] = []
    const slow: FetchChunk = (chunk, signal) => {
      if (chunk.index === 0) return object.fetchChunk(chunk)
      return new Promise((_, reject) =>
        signal.addEventListener('abort', () => {
          stopped.push(chunk.index)
          reject(signal.reason)
        }),
      )
    }
    const response = await ask(object, {}, { fetchChunk: slow })
    const reader = response.body!.getReader()
    await reader.read()
    await reader.cancel()
    expect(stopped).toEqual([1, 2])
  })

  it('D10 a reader that leaves while its first bytes are on their way leaves nothing behind', async () => {
    const leaving = new AbortController()
    let held = false
    const more: Partial<Download> = {
      async *read() {
        held = true
        try {
          leaving.abort() // after the bytes are there, before they are handed out
          yield Buffer.alloc(250)
        } finally {
          held = false
        }
      },
    }
    const answer = ask(object, {}, { signal: leaving.signal, more })
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' })
    expect(held).toBe(false)
  })
})
