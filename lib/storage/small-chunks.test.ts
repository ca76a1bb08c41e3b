import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type BackupObject, BackupStorageClient } from '@aws-sdk/client-backupstorage'
import { type ChunkFrame, encodeChunkFrames } from '@aws-sdk/client-backupstorage/extensions'
import { describe, expect, it } from 'vitest'
import { fetchVerified } from '#lib/restore/index.ts'
import { storedObject } from './stored-object.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64')
const frame = (text: string): ChunkFrame => ({ kind: 'chunk', checksum: sha256(text), bytes: Buffer.from(text) })

interface Behaviour {
  /** Answers a GetChunks; without it there is no such operation. */
  many?: (tokens: string[], turn: number) => { status: number; type?: string; body: Buffer } | 'hang' | 'cut'
}

/** An endpoint whose chunks are their own tokens, and what it was asked. */
async function endpoint({ many }: Behaviour) {
  const groups: string[][] = []
  const singles: string[] = []
  const hanging: Promise<void>[] = []
  let running = 0
  let most = 0
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece)
    if (request.method === 'GET') {
      most = Math.max(most, ++running)
      await new Promise(setImmediate)
      running--
      const text = decodeURIComponent(request.url!.split('/').at(-1)!)
      singles.push(text)
      return response.end(text)
    }
    const { ChunkTokenList } = JSON.parse(String(Buffer.concat(pieces)))
    groups.push(ChunkTokenList)
    const answer = many?.(ChunkTokenList, groups.length) ?? {
      status: 404,
      type: 'UnknownOperationException',
      body: '{}',
    }
    if (answer === 'hang') {
      hanging.push(new Promise((resolve) => response.on('close', resolve)))
    } else if (answer === 'cut') {
      response.writeHead(200, { 'content-length': '1000' }).write('x', () => response.destroy())
    } else {
      response.writeHead(answer.status, answer.type ? { 'x-amzn-errortype': answer.type } : {}).end(answer.body)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const client = new BackupStorageClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'eu-test-1',
    credentials: { accessKeyId: 'A', secretAccessKey: 'S' },
    maxAttempts: 1,
  })
  return {
    groups,
    singles,
    hanging,
    mostSingles: () => most,
    /** An object of one chunk, listed with it unless told otherwise, as whoever reads it asks for it. */
    read(text: string, { listed = true, signal = new AbortController().signal, checksum = sha256(text) } = {}) {
      const chunk = { Length: text.length, Checksum: checksum, ChunkToken: text }
      const object = { Name: text, ObjectChecksum: '', ...(listed && { SingleChunk: chunk }) } as BackupObject
      const { fetchChunk } = storedObject(client, 'job', object)
      const planned = { index: 0, offset: 0, length: text.length, checksum, token: text }
      return fetchVerified({ name: text }, planned, fetchChunk, signal).then(String)
    },
    async [Symbol.asyncDispose]() {
      client.destroy()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const whole = (tokens: string[]) => ({ status: 200, body: encodeChunkFrames(tokens.map(frame)) })
const texts = Array.from({ length: 600 }, (_, i) => `chunk ${i}`)

describe('small chunks', () => {
  it('that are wanted at once travel together, in the order asked for, at most 256', async () => {
    await using at = await endpoint({ many: whole })
    expect(await Promise.all(texts.map((text) => at.read(text)))).toEqual(texts)
    const groups = at.groups.toSorted(([a], [b]) => texts.indexOf(a!) - texts.indexOf(b!)) // sockets are not in order
    expect(groups.map(({ length }) => length)).toEqual([256, 256, 88])
    expect(groups.flat()).toEqual(texts)
    expect(at.singles).toEqual([])
  })

  it('do not make a request of more than four MiB', async () => {
    await using at = await endpoint({ many: whole })
    const large = Array.from({ length: 20 }, (_, i) => `${i}`.padEnd(250_000, '.'))
    expect(await Promise.all(large.map((text) => at.read(text)))).toEqual(large)
    expect(at.groups.map(({ length }) => length).sort()).toEqual([16, 4])
  })

  it('one alone, and large ones, are asked for by themselves', async () => {
    await using at = await endpoint({ many: whole })
    expect(await at.read('alone')).toBe('alone')
    expect(at.groups).toEqual([])
  })

  it('are asked for one by one where nothing tells of the extension, not all at once', async () => {
    await using at = await endpoint({ many: whole })
    expect(await Promise.all(texts.map((text) => at.read(text, { listed: false })))).toEqual(texts)
    expect(at.groups).toEqual([])
    expect(at.mostSingles()).toBeLessThanOrEqual(32)
  })

  it('are asked for one by one once the endpoint says that it has no such operation', async () => {
    await using at = await endpoint({})
    const some = texts.slice(0, 40)
    expect(await Promise.all(some.map((text) => at.read(text)))).toEqual(some)
    expect(await Promise.all(some.map((text) => at.read(text)))).toEqual(some)
    expect(at.groups).toHaveLength(1)
    expect(at.singles).toHaveLength(80)
  })

  it('of which one is damaged come but for that one', async () => {
    const broken: ChunkFrame = { kind: 'error', name: 'ServiceInternalException', message: 'damaged in the store' }
    const many = (tokens: string[]) => ({
      status: 200,
      body: encodeChunkFrames(tokens.map((token) => (token === 'b' ? broken : frame(token)))),
    })
    await using at = await endpoint({ many })
    const [a, b, c] = await Promise.allSettled(['a', 'b', 'c'].map((text) => at.read(text)))
    expect([a, c]).toMatchObject([{ value: 'a' }, { value: 'c' }])
    expect(b).toMatchObject({
      reason: { name: 'ChunkFetchError', retryable: false, cause: { cause: { name: 'ServiceInternalException' } } },
    })
  })

  it('are believed no more than others: what is another is asked for again, and then refused', async () => {
    const lie: ChunkFrame = { kind: 'chunk', checksum: sha256('a'), bytes: Buffer.from('x') }
    const many = (tokens: string[], turn: number) => ({
      status: 200,
      body: encodeChunkFrames(tokens.map((token) => (token === 'a' && turn === 1 ? lie : frame(token)))),
    })
    await using at = await endpoint({ many })
    const [a, b, honest] = await Promise.allSettled([
      at.read('a'),
      at.read('b'),
      at.read('c', { checksum: sha256('d') }),
    ])
    expect(a).toMatchObject({ value: 'a' })
    expect(b).toMatchObject({ value: 'b' })
    expect(honest).toMatchObject({ reason: { name: 'ChunkVerificationError' } })
  })

  it.each([
    ['is cut', 'cut' as const],
    ['cannot be given now', { status: 503, type: 'ServiceUnavailableException', body: Buffer.from('{}') }],
    ['says of one that it may come later', 'later' as const],
  ])('are asked for again where the answer %s', async (_what, first) => {
    const later = (tokens: string[]) =>
      encodeChunkFrames(tokens.map(() => ({ kind: 'error', name: 'RetryableException', message: 'busy' })))
    const many = (tokens: string[], turn: number) =>
      turn > 1 ? whole(tokens) : first === 'later' ? { status: 200, body: later(tokens) } : first
    await using at = await endpoint({ many })
    expect(await Promise.all([at.read('a'), at.read('b')])).toEqual(['a', 'b'])
  })

  it('leave with who wanted them; the others get theirs', async () => {
    await using at = await endpoint({ many: (tokens, turn) => (turn === 1 ? 'hang' : whole(tokens)) })
    const leaving = new AbortController()
    const gone = ['a', 'b'].map((text) => at.read(text, { signal: leaving.signal }))
    const settled = Promise.allSettled(gone)
    while (at.hanging.length === 0) await new Promise(setImmediate)
    const staying = Promise.all([at.read('c'), at.read('d')])
    leaving.abort(new Error('left'))
    expect(await settled).toMatchObject([{ reason: { message: 'left' } }, { reason: { message: 'left' } }])
    await at.hanging[0] // the request itself is given up
    expect(await staying).toEqual(['c', 'd'])
  })
})
