import { createHash, hash } from 'node:crypto'
import { get } from 'node:http'
import { describe, expect, it } from 'vitest'
import { formatThawMetadata } from '#lib/browse/metadata.ts'
import {
  type FakeObject,
  fakeSource,
  noise,
  openDownloads,
  planned,
  serveDownloads,
  wholeJob,
} from '../fake.testing.ts'

const big: FakeObject = { name: 'big', chunks: Array.from({ length: 40 }, (_, index) => noise(50_000 + index, index)) }
const many = Array.from(
  { length: 60 },
  (_, index): FakeObject => ({
    name: `many/${index}`,
    chunks: [noise((index * 997) % 40_000, index)].filter((c) => c.length),
  }),
)

/** Takes at most `most` bytes, then cuts the line. */
function take(url: string, headers: Record<string, string>, most = Number.POSITIVE_INFINITY) {
  return new Promise<{ status: number; headers: Record<string, string>; bytes: Buffer; whole: boolean }>(
    (resolve, reject) => {
      const pieces: Buffer[] = []
      let received = 0
      const request = get(url, { headers, agent: false }, (response) => {
        const end = (whole: boolean) =>
          resolve({
            status: response.statusCode!,
            headers: response.headers as Record<string, string>,
            bytes: Buffer.concat(pieces),
            whole,
          })
        response.on('data', (piece: Buffer) => {
          pieces.push(piece)
          received += piece.length
          if (received >= most) request.destroy()
        })
        response.on('end', () => end(response.complete))
        response.on('error', () => end(false))
      })
      request.on('error', (error) => (received > 0 ? undefined : reject(error)))
    },
  )
}

function random(seed: number) {
  let state = seed
  return (below: number) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    return state % below
  }
}

/** Cuts the line again and again and goes on, as a browser or `curl -C -` does. */
async function cutAndResume(url: string, cuts: number, seed: number) {
  const next = random(seed)
  const pieces: Buffer[] = []
  let at = 0
  let etag = ''
  let length = 1
  for (let round = 0; at < length; round++) {
    const most = round < cuts ? next((length > 1 ? length : 2_000_000) / (cuts / 3)) + 1 : undefined
    const headers: Record<string, string> = at > 0 ? { range: `bytes=${at}-`, 'if-range': etag } : {}
    const answer = await take(url, headers, most)
    expect(answer.status).toBe(at > 0 ? 206 : 200)
    if (at === 0) length = Number(answer.headers['content-length'])
    else expect(answer.headers['content-range']).toBe(`bytes ${at}-${length - 1}/${length}`)
    etag = answer.headers.etag!
    pieces.push(answer.bytes)
    at += answer.bytes.length
  }
  return Buffer.concat(pieces)
}

describe('over a real connection', () => {
  it('an object that is cut 200 times and resumed has the right SHA-256', async () => {
    const fake = fakeSource([big])
    await using store = await openDownloads(fake.source)
    await using server = await serveDownloads(store.downloads)
    const bytes = await cutAndResume(`${server.origin}/object?name=big`, 200, 1)
    expect(hash('sha256', bytes)).toBe(hash('sha256', Buffer.concat(big.chunks)))
  })

  for (const format of ['tar', 'zip'] as const)
    it(`a ${format} that is cut 200 times and resumed has the right SHA-256, and reads only what is left`, async () => {
      const fake = fakeSource([big, ...many])
      await using store = await openDownloads(fake.source)
      await using server = await serveDownloads(store.downloads)
      const id = await planned(store.downloads, { jobId: 'job', format, selection: wholeJob })
      const url = `${server.origin}/archive/${id}.${format}`
      const resumed = await cutAndResume(url, 200, format === 'tar' ? 2 : 3)
      const whole = await take(url, {})
      expect(hash('sha256', resumed)).toBe(hash('sha256', whole.bytes))
      fake.state.fetched.length = 0
      const rest = await take(url, { range: `bytes=${whole.bytes.length - 20_000}-` })
      expect(rest.bytes.equals(whole.bytes.subarray(-20_000))).toBe(true)
      expect(fake.state.fetched.length).toBeLessThan(5)
    })

  it('D08 D20 damage in the middle cuts the connection; nothing wrong was sent', async () => {
    const fake = fakeSource([big, ...many])
    fake.state.faults.set('big#30', () => noise(50_030, 999))
    await using store = await openDownloads(fake.source)
    await using server = await serveDownloads(store.downloads)
    const id = await planned(store.downloads, { jobId: 'job', format: 'tar', selection: wholeJob })
    const object = await take(`${server.origin}/object?name=big`, {})
    expect(object.whole).toBe(false)
    expect(Buffer.concat(big.chunks).subarray(0, object.bytes.length).equals(object.bytes)).toBe(true)
    const archive = await take(`${server.origin}/archive/${id}.tar`, {})
    expect(archive.whole).toBe(false)
    const broken = { err: expect.objectContaining({ name: 'ChunkVerificationError', object: 'big', index: 30 }) }
    expect(store.logged).toMatchObject([
      { ...broken, object: 'big' },
      { ...broken, archive: 'backup-job.tar' },
    ])
    expect(
      await store.ledger.damagedChunks.list({ endpoint: 'http://fake', jobId: 'job' }, { limit: 9 }),
    ).toMatchObject([{ object: 'big', chunkIndex: 30 }])
  })

  it('D09 a chunk that is gone before the first byte is an error in words', async () => {
    const fake = fakeSource([big])
    fake.state.faults.set('big#0', () => {
      throw Object.assign(new Error('lost'), { name: 'ServiceInternalException' })
    })
    await using store = await openDownloads(fake.source)
    await using server = await serveDownloads(store.downloads)
    const answer = await take(`${server.origin}/object?name=big`, {})
    expect(answer.status).toBe(502)
    expect(JSON.parse(answer.bytes.toString()).error).toMatchObject({ code: 'ServiceInternalException' })
    expect((await store.ledger.receipts.list({ limit: 1 }))[0]).toMatchObject({
      state: 'failed',
      sentBytes: 0,
      failedChunk: 0,
    })
    fake.state.faults.clear()
    await take(`${server.origin}/object?name=big`, {})
    const at = { endpoint: 'http://fake', jobId: 'job' }
    await expect.poll(() => store.ledger.damagedChunks.list(at, { limit: 9 })).toEqual([])
  })

  it('D10 a reader that leaves ends the reading and the receipt', async () => {
    const fake = fakeSource([{ name: 'long', chunks: Array.from({ length: 90 }, (_, index) => noise(400_000, index)) }])
    await using store = await openDownloads(fake.source)
    await using server = await serveDownloads(store.downloads)
    await take(`${server.origin}/object?name=long`, {}, 100_000)
    await expect.poll(async () => (await store.ledger.receipts.list({ limit: 1 }))[0]?.state).toBe('left')
    const fetched = fake.state.fetched.length
    expect(fetched).toBeLessThan(90)
    await new Promise(setImmediate)
    expect(fake.state.fetched.length).toBe(fetched)
  })

  it('D21 more archives than may run at once are told when to come again', async () => {
    const fake = fakeSource([
      { name: 'long', chunks: Array.from({ length: 30 }, (_, index) => noise(1_000_000, index)) },
    ])
    await using store = await openDownloads(fake.source)
    const id = await planned(store.downloads, { jobId: 'job', format: 'tar', selection: wholeJob })
    const stop = new AbortController()
    const ask = () =>
      store.downloads.archive(
        { jobId: 'job', planId: id, format: 'tar' },
        { method: 'GET', headers: new Headers(), signal: stop.signal },
        'session',
      )
    const running = await Promise.all(Array.from({ length: 16 }, ask))
    await expect(ask()).rejects.toMatchObject({ status: 429, retryAfter: 30 })
    await running[0]!.body!.cancel()
    running.push(await ask())
    const lengths = await Promise.all(running.slice(1).map(async (response) => (await response.bytes()).length))
    expect(new Set(lengths).size).toBe(1)
  })
})

describe('an object', () => {
  const request = (headers: Record<string, string> = {}) => ({
    method: 'GET' as const,
    headers: new Headers(headers),
    signal: new AbortController().signal,
  })

  it('D15 says its SHA-256 where it is one chunk, none, or a full read has found it', async () => {
    const content = Buffer.concat(big.chunks)
    const sha256 = hash('sha256', content, 'base64')
    const metadata = formatThawMetadata({ type: 'file', size: content.length, mtime: 0n, mode: 0o644, sha256 })
    const liar = formatThawMetadata({
      type: 'file',
      size: 1,
      mtime: 0n,
      mode: 0o644,
      sha256: hash('sha256', 'x', 'base64'),
    })
    await using store = await openDownloads(
      fakeSource([
        { ...big, metadata },
        { name: 'one', chunks: [Buffer.from('one')], metadata: liar },
        { name: 'none', chunks: [] },
        { name: 'plain', chunks: [Buffer.from('a'), Buffer.from('b')] },
      ]).source,
    )
    const digestOf = async (name: string, headers = {}) => {
      const response = await store.downloads.object({ jobId: 'job', name }, request(headers), 'session')
      await response.bytes()
      return response.headers.get('repr-digest')
    }
    expect(await digestOf('one')).toBe(`sha-256=:${hash('sha256', 'one', 'base64')}:`)
    expect(await digestOf('none')).toBe(`sha-256=:${hash('sha256', '', 'base64')}:`)
    expect([await digestOf('plain'), await digestOf('plain')]).toEqual([
      null,
      `sha-256=:${hash('sha256', 'ab', 'base64')}:`,
    ])
    expect(await digestOf('big', { range: 'bytes=1-' })).toBeNull()
    expect(await digestOf('big'), 'the hint alone').toBeNull()
    expect(await digestOf('big', { range: 'bytes=1-5' }), 'read whole').toBe(`sha-256=:${sha256}:`)
    expect((await store.ledger.receipts.list({ limit: 9 })).filter(({ subject }) => subject === 'big')).toMatchObject([
      { sha256, expectedBytes: 5 },
      { sha256, expectedBytes: content.length },
      { sha256: null, rangeStart: 1 },
    ])
  })

  it('of 25,600 chunks begins before its list is at an end', async () => {
    const chunk = noise(10, 1)
    const fake = fakeSource([{ name: 'long', chunks: Array.from({ length: 25_600 }, () => chunk) }])
    await using store = await openDownloads(fake.source)
    const response = await store.downloads.object({ jobId: 'job', name: 'long' }, request(), 'session')
    expect(fake.state.listedChunks).toBeLessThan(20)
    const digest = createHash('sha256')
    let length = 0
    for await (const piece of response.body!) {
      digest.update(piece)
      length += piece.length
    }
    expect(length).toBe(256_000)
    expect(fake.state.listedChunks).toBe(256)
  })
})
