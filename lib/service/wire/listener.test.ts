import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { serviceUnavailable, throttling } from '../errors.ts'
import { type Listener, listen } from './listener.ts'
import { type Draft, signed, testWire } from './testing/requests.ts'

const CHUNK = Buffer.from('sixteen bytes...')
const PUT: Draft = {
  method: 'PUT',
  path: '/backup-jobs/j-1/chunk/u-1/0',
  query: {
    length: '16',
    checksum: createHash('sha256').update(CHUNK).digest('base64'),
    'checksum-algorithm': 'SHA256',
  },
  headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
}
const GET: Draft = { path: '/restore-jobs/j/chunk/t' }
const LIST: Draft = { path: '/restore-jobs/j/objects/list' }
const MiB = 1024 * 1024

let opened: Listener[] = []
afterEach(async () => {
  for (const listener of opened) await listener[Symbol.asyncDispose]()
  opened = []
})

async function open(operations: Parameters<typeof testWire>[0] = {}, options: { closeGrace?: number } = {}) {
  const test = testWire({
    putChunk: async (input: { Data?: unknown }) => ({ ChunkChecksum: String(await count(input.Data)) }) as never,
    ...operations,
  })
  const listener = await listen(test.wire, { host: '127.0.0.1', port: 0, ...options })
  opened.push(listener)
  return { ...test, listener }
}

async function count(data: unknown): Promise<number> {
  let length = 0
  for await (const part of data as AsyncIterable<Uint8Array>) length += part.byteLength
  return length
}

/** The request's first lines, ready for a body. */
async function head(draft: Draft, ...lines: string[]): Promise<string> {
  const request = await signed(draft)
  const headers = request.headers.map(([name, value]) => `${name}: ${value}`)
  const target = request.rawQuery ? `${request.rawPath}?${request.rawQuery}` : request.rawPath
  return [`${request.method} ${target} HTTP/1.1`, ...headers, ...lines, '', ''].join('\r\n')
}

/** A raw connection: what was written, and all that came back until the server closed it. */
function dial(listener: Listener) {
  const socket = connect(listener.port, '127.0.0.1')
  let text = ''
  socket.setEncoding('latin1')
  const waiting = new Set<() => void>()
  socket.on('data', (data: string) => {
    text += data
    for (const check of waiting) check()
  })
  socket.on('error', () => {})
  return {
    socket,
    write: (data: string | Uint8Array) => new Promise<void>((resolve) => socket.write(data, () => resolve())),
    /** Resolves once the answer matches. */
    until: (pattern: RegExp) =>
      new Promise<string>((resolve, reject) => {
        const check = () => {
          if (!pattern.test(text)) return
          waiting.delete(check)
          resolve(text)
        }
        waiting.add(check)
        socket.on('close', () => reject(new Error(`closed after ${JSON.stringify(text)}`)))
        check()
      }),
    closed: () =>
      new Promise<string>((resolve) => {
        if (socket.closed) resolve(text)
        else socket.on('close', () => resolve(text))
      }),
  }
}

describe('the listener', () => {
  it('answers signed requests one after another on one connection, exact in length', async () => {
    const { listener } = await open()
    const client = dial(listener)
    await client.write((await head(PUT, 'content-length: 16')) + CHUNK)
    await client.until(/^HTTP\/1.1 200 OK[\s\S]*"ChunkChecksum":"16"}$/)
    await client.write(await head(LIST))
    await client.until(/HTTP\/1.1 200 OK[\s\S]*HTTP\/1.1 200 OK[\s\S]*content-length: 2\r\n/)
    client.socket.destroy()
  })

  it('W11 takes a body of unknown length', async () => {
    const { listener } = await open()
    const client = dial(listener)
    await client.write(`${await head(PUT, 'transfer-encoding: chunked')}5\r\nsixte\r\nb\r\nen bytes...\r\n0\r\n\r\n`)
    await client.until(/"ChunkChecksum":"16"}$/)
    client.socket.destroy()
  })

  it('says on /healthz that it lives, unsigned, and nothing else', async () => {
    const { listener, calls } = await open()
    const response = await fetch(`${listener.endpoint}/healthz`)
    expect([response.status, await response.text()]).toEqual([200, ''])
    expect((await fetch(`${listener.endpoint}/healthz`, { method: 'POST' })).status).toBe(405)
    expect((await fetch(`${listener.endpoint}/healthz/x`)).status).toBe(403)
    expect(calls).toEqual([])
  })

  it('reads the rest of a payload before it answers an error, and goes on', async () => {
    const { listener } = await open({
      putChunk: async () => {
        throw Object.assign(new Error('no'), {})
      },
    })
    const client = dial(listener)
    const bad = { ...PUT, query: { ...PUT.query, length: 'x' } }
    await client.write((await head(bad, `content-length: ${4 * MiB}`)) + 'x'.repeat(4 * MiB - 1))
    expect(client.socket.bytesRead).toBe(0)
    await client.write('x')
    await client.until(/^HTTP\/1.1 400 Bad Request[\s\S]*IllegalArgumentException[\s\S]*}$/)
    await client.write(await head(LIST))
    await client.until(/HTTP\/1.1 200 OK/)
    client.socket.destroy()
  })

  it.each([
    ['ThrottlingException', throttling('busy'), 429],
    ['ServiceUnavailableException', serviceUnavailable('full'), 503],
  ])(
    'R02 answers %s before a byte of the body was sent, and takes the next request behind it',
    async (name, error, status) => {
      let refuses = true
      const { listener } = await open({
        putChunk: async () => {
          if (refuses) throw error
          return { ChunkChecksum: 'taken' } as never
        },
      })
      const client = dial(listener)
      await client.write(await head(PUT, `content-length: ${4 * MiB}`))
      await client.until(new RegExp(`^HTTP/1.1 ${status} [\\s\\S]*retry-after: 1[\\s\\S]*${name}[\\s\\S]*}$`))
      refuses = false
      await client.write(Buffer.alloc(4 * MiB))
      await client.write((await head(PUT, 'content-length: 16')) + CHUNK)
      await client.until(/HTTP\/1.1 200 OK[\s\S]*taken/)
      client.socket.destroy()
    },
  )

  it('S23 hangs up on a stranger after 64 KiB', async () => {
    const { listener } = await open()
    const client = dial(listener)
    const request = (await head(PUT, 'content-length: 5368709120')).replace(/Signature=./, 'Signature=g')
    client.socket.write(request)
    const filler = Buffer.alloc(64 * 1024)
    const pump = () => {
      if (client.socket.writable) client.socket.write(filler, pump)
    }
    pump()
    const text = await client.closed()
    expect(text === '' || /^HTTP\/1.1 403 Forbidden[\s\S]*connection: close/.test(text)).toBe(true)
    expect(client.socket.bytesWritten).toBeLessThan(16 * MiB)
  })

  it('a client that sends a large body to its end before it reads still has its refusal', async () => {
    const { listener } = await open()
    const tooLong = await head(PUT, `content-length: ${100 * MiB}`)
    const forged = (await head(PUT, `content-length: ${16 * MiB}`)).replace(/Signature=./, 'Signature=g')
    for (const [request, length, status] of [
      [forged, 16 * MiB, 403],
      [tooLong, 100 * MiB, 400],
    ] as const) {
      const client = dial(listener)
      client.socket.pause()
      await client.write(request)
      for (let sent = 0; sent < length; sent += MiB) await client.write(Buffer.alloc(MiB))
      client.socket.resume()
      await client.until(new RegExp(`^HTTP/1.1 ${status} [\\s\\S]*"}$`))
      await client.write((await head(PUT, 'content-length: 16')) + CHUNK)
      await client.until(/HTTP\/1.1 200 OK[\s\S]*"16"}$/) // the connection is as good as before
      client.socket.destroy()
    }
  })

  it('W13 a client that asks first hears the final answer without 100 when it may not, and 100 when it may', async () => {
    const { listener } = await open()
    const stranger = dial(listener)
    const request = await head(PUT, 'content-length: 16', 'expect: 100-continue')
    await stranger.write(request.replace(/Signature=./, 'Signature=g'))
    expect(await stranger.closed()).toMatch(/^HTTP\/1.1 403 Forbidden/)
    const friend = dial(listener)
    await friend.write(request)
    await friend.until(/^HTTP\/1.1 100 Continue\r\n\r\n$/)
    await friend.write(CHUNK)
    await friend.until(/HTTP\/1.1 200 OK[\s\S]*"16"}$/)
    friend.socket.destroy()
  })

  it('W13 another expectation is refused', async () => {
    const { listener } = await open()
    const client = dial(listener)
    await client.write(await head(LIST, 'expect: miracles'))
    expect(await client.closed()).toMatch(/^HTTP\/1.1 417/)
  })

  it.each([
    ['CL and TE', 'content-length: 16\r\ntransfer-encoding: chunked'],
    ['two lengths', 'content-length: 16\r\ncontent-length: 17'],
    ['a signed length', 'content-length: +5'],
    ['a hexadecimal length', 'content-length: 0x5'],
    ['a negative length', 'content-length: -1'],
    ['a folded header', 'x-a: 1\r\n 2'],
    ['a space before the colon', 'x-a : 1'],
  ])('W12 %s is refused and the connection closed', async (_what, line) => {
    const { listener, calls } = await open()
    const client = dial(listener)
    await client.write(`${await head(PUT, line)}0\r\n\r\n${await head(LIST)}`)
    expect(await client.closed()).toMatch(/^HTTP\/1.1 400 Bad Request\r\n[\s\S]*\r\n\r\n$/)
    expect(calls.map(([name]) => name)).not.toContain('listObjects')
  })

  it('W15 CONNECT and unknown methods are refused', async () => {
    const { listener } = await open()
    for (const line of ['CONNECT example.test:443', 'BREW /pot']) {
      const client = dial(listener)
      await client.write(`${line} HTTP/1.1\r\nhost: h\r\n\r\n`)
      expect(await client.closed()).toMatch(/^HTTP\/1.1 501 Not Implemented/)
    }
  })

  it('R08 headers beyond 16 KiB are refused', async () => {
    const { listener } = await open()
    const client = dial(listener)
    await client.write(await head(LIST, `x-long: ${'a'.repeat(17 * 1024)}`))
    expect(await client.closed()).toMatch(/^HTTP\/1.1 431/)
  })

  it('W01 tells the engine when the client goes away in the middle of a body', async () => {
    const ended = Promise.withResolvers<unknown>()
    const { listener } = await open({
      putChunk: async (input: { Data?: unknown }, { signal }) => {
        await count(input.Data).catch(ended.resolve)
        expect(signal.aborted).toBe(true)
        return {} as never
      },
    })
    const client = dial(listener)
    await client.write(`${await head(PUT, 'content-length: 16')}sixteen`)
    client.socket.destroy()
    expect(await ended.promise).toBeInstanceOf(Error)
  })

  it('W01 tells the engine when the client goes away while it waits for the answer', async () => {
    const started = Promise.withResolvers<AbortSignal>()
    const { listener, lines } = await open({
      listObjects: async (_input, { signal }) => {
        started.resolve(signal)
        await once(signal, 'abort')
        signal.throwIfAborted()
        return {} as never
      },
    })
    const client = dial(listener)
    await client.write(await head(LIST))
    const signal = await started.promise
    client.socket.destroy()
    if (!signal.aborted) await once(signal, 'abort')
    await new Promise(setImmediate)
    expect(lines).toMatchObject([{ status: 499 }])
  })

  it('names the address it cannot have', async () => {
    const { listener, wire } = await open()
    await expect(listen(wire, { host: '127.0.0.1', port: listener.port })).rejects.toMatchObject({
      name: 'ListenError',
      message: expect.stringContaining(`port ${listener.port} is in use by another process`),
    })
  })

  it('lets a running request finish when it closes, and takes no new one', async () => {
    const running = Promise.withResolvers<void>()
    const finish = Promise.withResolvers<void>()
    const { listener } = await open({
      listObjects: async () => {
        running.resolve()
        await finish.promise
        return { ObjectList: [] } as never
      },
    })
    const client = dial(listener)
    await client.write(await head(LIST))
    await running.promise
    const closed = listener[Symbol.asyncDispose]()
    await expect(fetch(`${listener.endpoint}/healthz`)).rejects.toThrow()
    finish.resolve()
    await closed
    expect(await client.closed()).toMatch(/^HTTP\/1.1 200 OK[\s\S]*{"ObjectList":\[\]}$/)
  })

  it('sends the rest of a chunk to a reader that is slower than it, also when it closes', async () => {
    const Data = Buffer.alloc(32 * MiB, 'x')
    const getChunk = async () => ({ Data, Length: Data.length, Checksum: 'sum=', ChecksumAlgorithm: 'SHA256' }) as never
    const { listener } = await open({ getChunk })
    const client = dial(listener)
    await client.write(await head(GET))
    await client.until(/^HTTP\/1.1 200 OK/)
    client.socket.pause()
    const closed = listener[Symbol.asyncDispose]()
    client.socket.resume()
    expect((await client.closed()).split('\r\n\r\n')[1]).toHaveLength(Data.length)
    await closed
  })

  it('breaks the connection of a request that does not finish, visibly', async () => {
    const running = Promise.withResolvers<AbortSignal>()
    const { listener } = await open(
      {
        listObjects: async (_input, { signal }) => {
          running.resolve(signal)
          return await new Promise<never>(() => {})
        },
      },
      { closeGrace: 0 },
    )
    const client = dial(listener)
    await client.write(await head(LIST))
    const signal = await running.promise
    await listener[Symbol.asyncDispose]()
    expect(await client.closed()).toBe('')
    if (!signal.aborted) await once(signal, 'abort')
  })
})
