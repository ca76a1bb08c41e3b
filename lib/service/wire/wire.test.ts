import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { dataAlreadyExists, illegalArgument, throttling } from '../errors.ts'
import { bytes, type Draft, errorName, signed, testWire } from './testing/requests.ts'

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
  body: CHUNK,
}
const GET: Draft = { path: '/restore-jobs/j-1/chunk/t' }
const MiB = 1024 * 1024

async function collect(data: unknown): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const part of data as AsyncIterable<Uint8Array>) parts.push(part)
  return Buffer.concat(parts)
}

describe('answers', () => {
  it('carry a payload as the very buffer the engine gave, its facts in headers', async () => {
    const { wire } = testWire({
      getChunk: async () => ({ Data: CHUNK, Length: 16, Checksum: 'sum=', ChecksumAlgorithm: 'SHA256' }) as never,
    })
    const response = await wire.handle(await signed(GET))
    expect(response.body).toBe(CHUNK)
    expect(response).toMatchObject({
      status: 200,
      headers: {
        'content-length': '16',
        'content-type': 'application/octet-stream',
        'x-amz-data-length': '16',
        'x-amz-checksum': 'sum=',
        'x-amz-checksum-algorithm': 'SHA256',
        'x-amzn-requestid': expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    })
  })

  it('are JSON otherwise: known members, dates as epoch seconds', async () => {
    const object = {
      Name: 'é',
      ObjectToken: 't',
      CreationTime: new Date(1516925490087),
      Secret: 1,
      ChunksCount: undefined,
    }
    const { wire } = testWire({ listObjects: async () => ({ ObjectList: [object], NextToken: undefined }) as never })
    const response = await wire.handle(await signed({ path: '/restore-jobs/j/objects/list' }))
    expect(JSON.parse(String(response.body))).toEqual({
      ObjectList: [{ Name: 'é', ObjectToken: 't', CreationTime: 1516925490.087 }],
    })
    expect(response.headers['content-length']).toBe(String(Buffer.byteLength(String(response.body))))
  })

  it('are empty where the operation says nothing', async () => {
    const { wire } = testWire()
    const response = await wire.handle(await signed({ method: 'DELETE', path: '/backup-jobs/j/object/o' }))
    expect(response).toMatchObject({ status: 200, body: undefined, headers: { 'content-length': '0' } })
  })

  it.each(['café', 'a\tb', ' lead', 'trail ', '日本', 'a\r\nx-injected: 1', ''])(
    'M07 leave out a metadata string that a header would change: %j',
    async (MetadataString) => {
      const { wire } = testWire({ getObjectMetadata: async () => ({ MetadataString, MetadataBlob: CHUNK }) as never })
      const response = await wire.handle(await signed({ path: '/restore-jobs/j/object/t/metadata' }))
      expect(response.status).toBe(200)
      expect(response.headers).not.toHaveProperty('x-amz-metadata-string')
    },
  )
})

describe('errors', () => {
  it('name themselves in the header and in the body, with their members', async () => {
    const { wire } = testWire({
      startObject: async () => {
        throw dataAlreadyExists('It is there', { Checksum: 'c', ChecksumAlgorithm: 'SUMMARY' })
      },
    })
    const response = await wire.handle(await signed({ method: 'PUT', path: '/backup-jobs/j/object/o', body: '{}' }))
    expect(response).toMatchObject({
      status: 400,
      headers: { 'x-amzn-errortype': 'DataAlreadyExistsException', 'content-type': 'application/json' },
    })
    expect(JSON.parse(String(response.body))).toEqual({
      __type: 'DataAlreadyExistsException',
      Message: 'It is there',
      Checksum: 'c',
      ChecksumAlgorithm: 'SUMMARY',
    })
  })

  it('say when to come back', async () => {
    const { wire } = testWire({
      getChunk: async () => {
        throw throttling('Too much at once')
      },
    })
    expect(await wire.handle(await signed(GET))).toMatchObject({ status: 429, headers: { 'retry-after': '1' } })
  })

  it('W28 of any other kind say nothing but the request id; the log knows the cause', async () => {
    const { wire, lines } = testWire({
      getChunk: async () => {
        throw new TypeError('SELECT secret FROM /var/lib/thaw')
      },
    })
    const response = await wire.handle(await signed(GET))
    expect(response.status).toBe(500)
    expect(errorName(response)).toBe('ServiceInternalException')
    expect(String(response.body)).not.toMatch(/SELECT|var|wire\.test/)
    expect(String(response.body)).toContain(response.headers['x-amzn-requestid'])
    expect(lines[0]?.cause).toContain('SELECT secret')
  })

  it('have the names of the API that was called', async () => {
    const { wire } = testWire()
    const query = { 'max-results': '0', maxResults: '0' }
    const storage = await wire.handle(
      await signed({ path: '/restore-jobs/j/objects/list', query: { 'max-results': query['max-results'] } }),
    )
    const backup = await wire.handle(
      await signed({ path: '/backup-jobs', query: { maxResults: '0' }, service: 'backup' }),
    )
    const missing = await wire.handle(
      await signed({ method: 'PUT', path: '/backup-jobs', body: '{}', service: 'backup' }),
    )
    expect([storage, backup, missing].map(errorName)).toEqual([
      'IllegalArgumentException',
      'InvalidParameterValueException',
      'MissingParameterValueException',
    ])
    expect(JSON.parse(String(backup.body))).not.toHaveProperty('Code')
  })

  it.each(['gzip', 'aws-chunked', 'identity'])('W14 R14 Content-Encoding %s is refused', async (encoding) => {
    const { wire, calls } = testWire()
    const response = await wire.handle(
      await signed({ ...PUT, headers: { ...PUT.headers, 'content-encoding': encoding } }),
    )
    expect(errorName(response)).toBe('IllegalArgumentException')
    expect(calls).toEqual([])
  })

  it.each(['TRACE', 'HEAD', 'PATCH', 'OPTIONS', 'get'])('W15 the method %s is refused', async (method) => {
    const { wire, calls } = testWire()
    expect(await wire.handle(await signed({ ...GET, method }))).toMatchObject({ status: 405 })
    const override = await wire.handle(await signed({ ...GET, headers: { 'x-http-method-override': 'DELETE' } }))
    expect(override.status).toBe(200)
    expect(calls.map(([name]) => name)).toEqual(['getChunk'])
  })

  it('W16 a path of no operation is unknown, and only to those who may ask', async () => {
    const { wire } = testWire()
    expect(await wire.handle(await signed({ path: '/nothing' }))).toMatchObject({ status: 404 })
    expect(await wire.handle({ ...(await signed({ path: '/nothing' })), headers: [] })).toMatchObject({ status: 403 })
  })
})

describe('bodies', () => {
  it('of payloads pass through as they come', async () => {
    const received: Buffer[] = []
    const { wire, calls } = testWire({
      putChunk: async (input: { Data?: unknown }) => void received.push(await collect(input.Data)) as never,
    })
    await wire.handle(await signed(PUT))
    await wire.handle(await signed({ ...PUT, headers: {} }))
    expect(received).toEqual([CHUNK, CHUNK])
    expect(calls[0]?.[1]).toMatchObject({ ChunkIndex: 0, Length: 16, ChecksumAlgorithm: 'SHA256' })
  })

  it('of JSON operations are capped', async () => {
    const { wire, calls } = testWire()
    const response = await wire.handle(
      await signed({ method: 'PUT', path: '/backup-jobs/j/object/o', body: `{"a":"${'x'.repeat(65536)}"}` }),
    )
    expect(errorName(response)).toBe('IllegalArgumentException')
    expect(calls).toEqual([])
  })

  it('W02 R14 longer than announced are cut off at 64 KiB more, whatever the engine reads', async () => {
    const { wire } = testWire({
      putChunk: async (input: { Data?: unknown }) => void (await collect(input.Data)) as never,
    })
    let produced = 0
    async function* endless() {
      for (;;) {
        produced += 1024
        yield Buffer.alloc(1024)
      }
    }
    const response = await wire.handle({ ...(await signed(PUT)), body: endless() })
    expect(errorName(response)).toBe('IllegalArgumentException')
    expect(produced).toBeLessThanOrEqual(16 + 64 * 1024 + 1024)
    expect(response.discard).toBe(0)
  })

  it('tell the listener how much of them it may still throw away', async () => {
    const errors = [illegalArgument('No'), throttling('Later')]
    const { wire } = testWire({
      putChunk: async () => {
        throw errors.shift()
      },
    })
    const known = await wire.handle(await signed(PUT))
    expect(known.discard).toBe(16 + 64 * 1024)
    const toComeBack = await wire.handle(await signed(PUT))
    expect(toComeBack.discard).toBe(0)
    const refused = await wire.handle(await signed({ ...PUT, query: { ...PUT.query, length: 'x' } }))
    expect(refused.discard).toBe(64 * MiB + 64 * 1024)
    const stranger = await wire.handle({ ...(await signed(PUT)), headers: [] })
    expect(stranger.discard).toBe(64 * 1024)
  })

  it('that break off are a reason to try again, not a failure of the service', async () => {
    const { wire } = testWire({
      putChunk: async (input: { Data?: unknown }) => void (await collect(input.Data)) as never,
    })
    async function* broken() {
      yield CHUNK.subarray(0, 4)
      throw new Error('aborted')
    }
    const response = await wire.handle({ ...(await signed(PUT)), body: broken() })
    expect(errorName(response)).toBe('RetryableException')
  })
})

describe('the log', () => {
  it('S24 has one line a request, without secret, signature or token', async () => {
    const { wire, lines } = testWire({
      putChunk: async (input: { Data?: unknown }) => void (await collect(input.Data)) as never,
    })
    await wire.handle(await signed(PUT))
    await wire.handle(await signed({ path: '/restore-jobs/j-2/chunk/a-chunk-token' }))
    const denied = await signed(PUT)
    await wire.handle({ ...denied, body: bytes(undefined), rawQuery: '' })
    expect(lines).toMatchObject([
      { operation: 'PutChunk', job: 'j-1', status: 200, bytesIn: 16, bytesOut: 2, error: undefined },
      { operation: 'GetChunk', job: 'j-2', status: 200, keyId: 'THAWTESTKEYAAAAAAAAA' },
      { operation: 'PutChunk', status: 403, error: 'AccessDeniedException', keyId: undefined },
    ])
    expect(JSON.stringify(lines)).not.toMatch(/a secret of the tests|[0-9a-f]{64}|a-chunk-token/)
  })
})
