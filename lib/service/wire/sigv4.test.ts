import { createHash, createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { WireRequest } from './http.ts'
import { operations } from './operations.ts'
import { bytes, type Draft, errorName, KEY_PAIR, NOW, REGION, signed, testWire } from './testing/requests.ts'

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data)
const CHUNK = Buffer.from('sixteen bytes...')
const CHUNK_QUERY = { length: '16', checksum: sha256(CHUNK).digest('base64'), 'checksum-algorithm': 'SHA256' }
const LIST: Draft = {
  path: '/restore-jobs/j-1/objects/list',
  query: { 'max-results': '7', 'starting-object-prefix': 'a b' },
}
const PUT: Draft = { method: 'PUT', path: '/backup-jobs/j-1/chunk/u-1/0', query: CHUNK_QUERY, body: CHUNK }

/** Sends it to a fresh wire; tells the status, the error's name and what the engine was asked to do. */
async function send(request: WireRequest) {
  const { wire, calls } = testWire({ putChunk: async (input) => void (await drain(input.Data)) as never })
  const response = await wire.handle(request)
  return { status: response.status, error: errorName(response), body: String(response.body), ran: calls.length }
}

async function drain(data: unknown) {
  for await (const _ of (data ?? []) as AsyncIterable<Uint8Array>);
}

const DENIED = { status: 403, error: 'AccessDeniedException', ran: 0 }
const replaceHeader = (request: WireRequest, name: string, value: string): WireRequest => ({
  ...request,
  headers: request.headers.map(([key, old]) => [key, key === name ? value : old]),
})
const withHeader = (request: WireRequest, name: string, value: string): WireRequest => ({
  ...request,
  headers: [...request.headers, [name, value]],
})
const authorization = (request: WireRequest) => request.headers.find(([name]) => name === 'authorization')?.[1] ?? ''

/** A signer of our own for forms that the SDK's does not make: a canonical path as given, no content hash. */
function signByHand(
  method: string,
  path: string,
  canonicalPath: string,
  body: string,
  canonicalQuery = '',
): WireRequest {
  const date = '20300317T174640Z'
  const canonical = `${method}\n${canonicalPath}\n${canonicalQuery}\nhost:h\nx-amz-date:${date}\n\nhost;x-amz-date\n${sha256(body).digest('hex')}`
  const scope = `20300317/${REGION}/backup-storage/aws4_request`
  const toSign = `AWS4-HMAC-SHA256\n${date}\n${scope}\n${sha256(canonical).digest('hex')}`
  let key: string | Buffer = `AWS4${KEY_PAIR.secretAccessKey}`
  for (const part of ['20300317', REGION, 'backup-storage', 'aws4_request'])
    key = createHmac('sha256', key).update(part).digest()
  const signature = createHmac('sha256', key).update(toSign).digest('hex')
  return {
    method,
    rawPath: path,
    rawQuery: canonicalQuery,
    headers: [
      ['Host', 'h'],
      ['X-Amz-Date', date],
      [
        'Authorization',
        `AWS4-HMAC-SHA256 Credential=${KEY_PAIR.accessKeyId}/${scope}, SignedHeaders=host;x-amz-date, Signature=${signature}`,
      ],
    ],
    body: bytes(body),
    signal: new AbortController().signal,
  }
}

describe('requests signed by the SDK', () => {
  it.each<Draft>([
    LIST,
    PUT,
    { ...PUT, headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD', 'x-amz-user-agent': 'a  b   c' } },
    { method: 'PUT', path: '/backup-jobs/j/object/a%2F%2Fb%20%2B%25%C3%A9', body: '{}' },
    { method: 'PUT', path: '/backup-jobs/j/object/..', body: '{}' },
    { method: 'DELETE', path: '/backup-jobs/j/object/.' },
    { path: '/backup-jobs/', service: 'backup' },
  ])('are let through: $method $path', async (draft) => {
    expect(await send(await signed(draft))).toMatchObject({ status: 200, ran: 1 })
  })

  it('are let through with the slash doubled by an endpoint that ends in one', async () => {
    expect(await send(await signed({ ...LIST, path: `/${LIST.path}` }))).toMatchObject({ status: 200, ran: 1 })
  })

  it('are let through without x-amz-content-sha256, the body read first, where dots were kept in the path', async () => {
    const path = '/backup-jobs/j/object/..'
    expect(await send(signByHand('PUT', path, path, '{"ThrowOnDuplicate": true}'))).toMatchObject({
      status: 200,
      ran: 1,
    })
  })

  it('S16 take a bare + of a hand-written query for %2B', async () => {
    const request = signByHand(
      'GET',
      '/restore-jobs/j/objects/list',
      '/restore-jobs/j/objects/list',
      '',
      'next-token=a%2Bb',
    )
    expect(await send({ ...request, rawQuery: 'next-token=a+b' })).toMatchObject({ status: 200, ran: 1 })
  })
})

describe('S02 one changed character', () => {
  /** Every character replaced (also by its other case), removed, and one put before it. */
  function* mutations(text: string): Generator<string> {
    for (let i = 0; i < text.length; i++) {
      const c = text.charAt(i)
      const others = new Set(['a', '0', '/', '%', '=', '&', '.', ' ', c.toLowerCase(), c.toUpperCase()])
      for (const other of others) if (other !== c) yield text.slice(0, i) + other + text.slice(i + 1)
      yield text.slice(0, i) + text.slice(i + 1)
      for (const other of ['a', '/', '&', '%']) yield text.slice(0, i) + other + text.slice(i)
    }
  }

  it.each<Draft>([
    { ...LIST, headers: { 'x-amz-meta': 'One two', 'content-type': 'text/plain' } },
    { ...PUT, path: '/backup-jobs/j-1/chunk/u%2Fb/12' },
    { ...PUT, headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } },
  ])('is refused: $method $path', async (draft) => {
    const request = await signed(draft)
    const accepted: string[] = []
    const attempt = async (what: string, changed: WireRequest) => {
      const { ran } = await send({ ...changed, body: bytes(draft.body) })
      if (ran > 0) accepted.push(what)
    }
    for (const method of [...mutations(request.method), 'PUT', 'GET', 'POST', 'DELETE'])
      if (method !== request.method) await attempt(method, { ...request, method })
    // The one slash that an endpoint may double: the same request.
    for (const rawPath of mutations(request.rawPath))
      if (rawPath !== `/${request.rawPath}`) await attempt(rawPath, { ...request, rawPath })
    for (const rawQuery of mutations(request.rawQuery)) await attempt(rawQuery, { ...request, rawQuery })
    for (const [name, value] of request.headers)
      for (const changed of mutations(value))
        await attempt(`${name}: ${changed}`, replaceHeader(request, name, changed))
    for (const [name] of request.headers)
      await attempt(`without ${name}`, { ...request, headers: request.headers.filter(([other]) => other !== name) })
    // A space around the list's parts, or none after its commas, changes nothing that is signed.
    expect(accepted.filter((what) => !/^authorization: .*,(SignedHeaders|Signature)=/.test(what))).toEqual([])
  })
})

describe('credentials', () => {
  it('S03 wrong secret and unknown key look alike', async () => {
    const wrong = await send(await signed({ ...LIST, keyPair: { ...KEY_PAIR, secretAccessKey: 'wrong' } }))
    const unknown = await send(await signed({ ...LIST, keyPair: { ...KEY_PAIR, accessKeyId: 'THAWUNKNOWN' } }))
    const text = (answer: { body: string }) => JSON.parse(answer.body).Message
    expect(wrong).toMatchObject(DENIED)
    expect(unknown).toMatchObject(DENIED)
    expect(text(unknown)).toBe(text(wrong))
  })

  it.each([14 * 60 + 59, 15 * 60])('S04 a clock %i s away is taken', async (seconds) => {
    for (const sign of [-1, 1])
      expect(await send(await signed({ ...LIST, at: NOW + sign * seconds * 1000 }))).toMatchObject({ status: 200 })
  })

  it('S04 a clock 15:01 away is refused', async () => {
    for (const sign of [-1, 1])
      expect(await send(await signed({ ...LIST, at: NOW + sign * 901_000 }))).toMatchObject(DENIED)
  })

  it('S04 a missing, doubled, garbled or other day is refused', async () => {
    const request = await signed(LIST)
    const changes = [
      { ...request, headers: request.headers.filter(([name]) => name !== 'x-amz-date') },
      withHeader(request, 'X-Amz-Date', '20300317T174640Z'),
      replaceHeader(request, 'x-amz-date', '20300231T174640Z'),
      replaceHeader(request, 'authorization', authorization(request).replace('/20300317/', '/20300316/')),
    ]
    for (const change of changes) expect(await send(change)).toMatchObject(DENIED)
  })

  it('S05 another region, service or terminator is refused', async () => {
    expect(await send(await signed({ ...LIST, region: 'us-east-1' }))).toMatchObject(DENIED)
    expect(await send(await signed({ ...LIST, service: 'backup' }))).toMatchObject(DENIED)
    expect(await send(await signed({ ...LIST, service: 'backupstorage' }))).toMatchObject(DENIED)
    expect(await send(await signed({ path: '/backup-jobs', service: 'backup-storage' }))).toMatchObject(DENIED)
    const request = await signed(LIST)
    const other = replaceHeader(
      request,
      'authorization',
      authorization(request).replace('/aws4_request', '/aws4_other'),
    )
    expect(await send(other)).toMatchObject(DENIED)
  })

  it('S06 an unsigned x-amz-* header is refused', async () => {
    expect(await send(withHeader(await signed(LIST), 'X-Amz-Meta-Extra', '1'))).toMatchObject(DENIED)
  })

  it('S06 an unsigned host is refused', async () => {
    const request = await signed(LIST)
    const list = authorization(request).replace('SignedHeaders=host;', 'SignedHeaders=')
    expect(await send(replaceHeader(request, 'authorization', list))).toMatchObject(DENIED)
  })

  it.each(['Authorization', 'X-Amz-Date', 'X-Amz-Content-Sha256', 'Host'])(
    'S07 two %s headers are refused',
    async (name) => {
      const request = await signed(LIST)
      const value = request.headers.find(([key]) => key === name.toLowerCase())?.[1] ?? ''
      expect(value).not.toBe('')
      expect(await send(withHeader(request, name, value))).toMatchObject(DENIED)
    },
  )

  it('S08 S15 credentials in the query are refused, alone and beside those in the header', async () => {
    const request = await signed({ ...LIST, query: { 'X-Amz-Signature': 'ab', 'X-Amz-Expires': '60' } })
    expect(await send(request)).toMatchObject(DENIED)
    const presigned = { ...request, headers: request.headers.filter(([name]) => name !== 'authorization') }
    expect(await send(presigned)).toMatchObject(DENIED)
  })

  it('S17 a session token is refused', async () => {
    expect(await send(await signed({ ...LIST, headers: { 'x-amz-security-token': 'token' } }))).toMatchObject(DENIED)
  })

  it('S22 only the received Host counts', async () => {
    const request = withHeader(await signed(LIST), 'X-Forwarded-Host', 'elsewhere.test')
    expect(await send(request)).toMatchObject({ status: 200 })
    expect(await send(replaceHeader(request, 'host', 'elsewhere.test'))).toMatchObject(DENIED)
    expect(await send({ ...request, rawPath: `http://storage.test:9310${request.rawPath}` })).toMatchObject(DENIED)
  })
})

describe('payload hashes', () => {
  it.each([
    '',
    'UNSIGNED',
    'unsigned-payload',
    sha256(CHUNK).digest('hex').toUpperCase(),
    sha256(CHUNK).digest('base64'),
  ])('S10 x-amz-content-sha256 "%s" is refused', async (value) => {
    expect(await send(await signed({ ...PUT, headers: { 'x-amz-content-sha256': value } }))).toMatchObject(DENIED)
  })

  it('S12 a body other than the signed one is refused before the operation can finish', async () => {
    const { wire } = testWire({
      putChunk: async (input) => {
        await drain(input.Data)
        throw new Error('the operation took effect')
      },
    })
    const headers = { 'x-amz-content-sha256': sha256('something else').digest('hex') }
    const response = await wire.handle(await signed({ ...PUT, headers }))
    expect(errorName(response)).toBe('AccessDeniedException')
    const json = await signed({ method: 'PUT', path: '/backup-jobs/j/object/o', body: '{}' })
    expect(await send({ ...json, body: bytes('{"ThrowOnDuplicate":true}') })).toMatchObject(DENIED)
  })
})

describe('S26 operations × ways to authenticate', () => {
  const unsignedBody = ['PutChunk', 'NotifyObjectComplete', 'PutObject']
  const kinds: Record<string, (draft: Draft) => Promise<WireRequest>> = {
    anonymous: async (draft) => {
      const request = await signed(draft)
      return { ...request, headers: request.headers.filter(([name]) => name !== 'authorization') }
    },
    query: async (draft) => signed({ ...draft, query: { ...draft.query, 'X-Amz-Algorithm': 'AWS4-HMAC-SHA256' } }),
    'S09 streaming, signed chunks': async (draft) =>
      signed({ ...draft, headers: { 'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' } }),
    'S09 streaming, unsigned trailer': async (draft) =>
      signed({ ...draft, headers: { 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' } }),
    'S11 unsigned payload': async (draft) =>
      signed({ ...draft, headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } }),
    header: signed,
  }
  const passes = (kind: string, operation: string) =>
    kind === 'header' || (kind.startsWith('S11') && unsignedBody.includes(operation))

  const cells = operations.flatMap((operation) => Object.keys(kinds).map((kind) => ({ operation, kind })))
  it.each(cells)('$operation.name, $kind', async ({ operation, kind }) => {
    const path = operation.path.map((part) =>
      'literal' in part ? part.literal : part.label === 'ChunkIndex' ? '0' : 'x',
    )
    const draft = {
      method: operation.method,
      path: `/${path.join('/')}`,
      service: operation.service,
      ...inputs[operation.name],
    }
    const { ran, status } = await send(await kinds[kind]!(draft))
    expect({ ran, status }).toEqual(passes(kind, operation.name) ? { ran: 1, status: 200 } : { ran: 0, status: 403 })
  })

  const summary = sha256('').digest('base64')
  const inputs: Record<string, Partial<Draft>> = {
    PutChunk: { query: CHUNK_QUERY, body: CHUNK },
    NotifyObjectComplete: { query: { checksum: summary, 'checksum-algorithm': 'SUMMARY' } },
    ListChunkUses: { query: { checksum: summary } },
    GetChunks: { body: JSON.stringify({ ChunkTokenList: ['t'] }) },
    FailBackupJob: { body: JSON.stringify({ Reason: 'r' }) },
    StartBackupJob: { body: JSON.stringify({ BackupVaultName: 'v', ResourceArn: 'arn', IamRoleArn: 'arn' }) },
  }

  it('S11 an unsigned payload without a checksum in the signed query is refused, when it has bytes', async () => {
    const draft = {
      method: 'PUT',
      path: '/backup-jobs/j/object/o/put-object',
      headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
    }
    expect(await send(await signed(draft))).toMatchObject({ status: 200, ran: 1 })
    expect(await send(await signed({ ...draft, body: CHUNK }))).toMatchObject({ status: 400, ran: 0 })
  })
})
