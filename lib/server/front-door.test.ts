import { once } from 'node:events'
import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { Readable } from 'node:stream'
import { buffer, text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { silent } from '#lib/log.ts'
import { recyclable } from '#lib/storage/handover.ts'
import { readConfig } from '../config/read-config.ts'
import { type Dashboard, openDashboard } from './dashboard.ts'

let seen: IncomingMessage[]
let handle: (req: IncomingMessage, res: ServerResponse) => void | Promise<void>
let dashboard: Dashboard
let host: string
let port: number

beforeEach(async () => {
  seen = []
  handle = (_, res) => void res.end('page')
  const config = readConfig({ PORT: '0', THAW_PUBLIC_URL: 'https://backup.example.com' })
  dashboard = await openDashboard({ config, log: silent }, async () => ({
    handle: async (req, res) => {
      seen.push(req)
      await handle(req, res)
    },
    close: async () => {},
  }))
  port = dashboard.config.dashboard.port
  host = `127.0.0.1:${port}`
})
afterEach(() => dashboard[Symbol.asyncDispose]())

interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

async function ask(path: string, options: { method?: string; headers?: OutgoingHttpHeaders; body?: string } = {}) {
  const { method = 'GET', headers = {}, body } = options
  const asked = httpRequest({ host: '127.0.0.1', port, path, method, headers: { host, ...headers }, agent: false })
  asked.end(body)
  const [response] = (await once(asked, 'response')) as [IncomingMessage]
  return { status: response.statusCode!, headers: response.headers, body: await text(response) } satisfies Answer
}

/** Sends bytes as they are and gives back everything that comes, until the connection ends. */
async function askRaw(bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.write(bytes)
  return text(socket)
}

const securityHeaders = [
  'content-security-policy',
  'x-content-type-options',
  'referrer-policy',
  'cross-origin-opener-policy',
  'cross-origin-resource-policy',
  'cache-control',
]

describe('the Host allow-list', () => {
  it.each(['127.0.0.1', 'localhost'])('P09 answers to %s with its port', async (name) => {
    expect(await ask('/', { headers: { host: `${name}:${port}` } })).toMatchObject({ status: 200, body: 'page' })
  })

  it('P09 answers to the public name', async () => {
    expect((await ask('/', { headers: { host: 'backup.example.com' } })).status).toBe(200)
    expect(seen[0]?.headers).toMatchObject({ 'x-forwarded-host': 'backup.example.com', 'x-forwarded-proto': 'https' })
  })

  it.each([
    'evil.test',
    'localhost.:PORT',
    'LOCALHOST:PORT',
    '127.0.0.1',
    'localhost:1',
    '127.0.0.1.nip.io:PORT',
    '[::1]:PORT',
    '[::ffff:127.0.0.1]:PORT',
    '0.0.0.0:PORT',
    '2130706433:PORT',
    'user@127.0.0.1:PORT',
    'backup.example.com:443',
  ])('P09 P10 answers 421 to %j, on pages, static files and actions alike', async (name) => {
    for (const path of ['/', '/_next/static/x.js', '/healthz'])
      expect((await ask(path, { headers: { host: name.replace('PORT', String(port)) } })).status).toBe(421)
    expect(seen).toEqual([])
  })

  it('P09 answers 421 to no Host, an empty one and two', async () => {
    expect(await askRaw('GET / HTTP/1.1\r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1.1 421 /)
    expect(await askRaw('GET / HTTP/1.1\r\nHost: \r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1.1 421 /)
    expect(await askRaw(`GET / HTTP/1.1\r\nHost: ${host}\r\nHost: evil.test\r\n\r\n`)).toMatch(/^HTTP\/1.1 421 /)
    expect(seen).toEqual([])
  })
})

describe('what is refused before the pages', () => {
  it.each(['http://169.254.169.254/latest', '//evil.test/', '/\\evil.test', '*'])(
    'C07 C08 the request target %s',
    async (target) => {
      expect(await askRaw(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\n\r\n`)).toMatch(/^HTTP\/1.1 400 /)
      expect(seen).toEqual([])
    },
  )

  it('C07 an upgrade to another protocol', async () => {
    const upgrade =
      'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: eA==\r\n'
    expect(await askRaw(`GET / HTTP/1.1\r\nHost: ${host}\r\n${upgrade}\r\n`)).toMatch(/^HTTP\/1.1 400 /)
    expect(seen).toEqual([])
  })

  it.each(['PUT', 'DELETE', 'OPTIONS', 'TRACE', 'PATCH'])('W15 the method %s', async (method) => {
    expect(await ask('/', { method })).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD, POST' } })
  })

  it.each(['/_next/image?url=/x&w=64&q=75', '/_next/%69mage?url=x', '/_next/image/'])(
    'C09 the image optimiser %s',
    async (path) => {
      expect((await ask(path)).status).toBe(404)
      expect(seen).toEqual([])
    },
  )

  it.each(['/%zz', '/%', '/%c0%af'])('W17 the path %s', async (path) => expect((await ask(path)).status).toBe(400))

  it('R08 a very long address and very large headers', async () => {
    expect((await ask(`/${'a'.repeat(13_000)}`)).status).toBe(414)
    expect(await askRaw(`GET / HTTP/1.1\r\nHost: ${host}\r\nX-Large: ${'a'.repeat(20_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1.1 431 /,
    )
  })

  it('R09 a large body by its length alone, before any of it is read', async () => {
    const head = `POST / HTTP/1.1\r\nHost: ${host}\r\nOrigin: http://${host}\r\nContent-Length: ${100 * 2 ** 20}\r\n`
    expect(await askRaw(`${head}\r\n`)).toMatch(/^HTTP\/1.1 413 /)
    expect(await askRaw(`${head}Expect: 100-continue\r\n\r\n`)).toMatch(/^HTTP\/1.1 413 /)
  })

  it('R14 a body that is encoded, and one where there is none', async () => {
    const encoded = { origin: `http://${host}`, 'content-encoding': 'gzip', 'content-length': 1 }
    expect((await ask('/', { method: 'POST', headers: encoded, body: 'x' })).status).toBe(415)
    expect((await ask('/', { headers: { 'content-length': 1 }, body: 'x' })).status).toBe(400)
    expect((await ask('/', { headers: { 'transfer-encoding': 'chunked' }, body: 'x' })).status).toBe(400)
  })

  it('W11 C12 what goes beyond 1 MiB of a body that does not say how long it is', async () => {
    const received: number[] = []
    handle = async (req, res) => void res.end(String(received.push((await buffer(req)).length)))
    const headers = { origin: `http://${host}`, 'transfer-encoding': 'chunked' }
    await ask('/', { method: 'POST', headers, body: 'x'.repeat(2 ** 20) })
    await expect(ask('/', { method: 'POST', headers, body: 'x'.repeat(2 ** 20 + 1) })).rejects.toThrow(
      /hang up|ECONNRESET|EPIPE/,
    )
    expect(received).toEqual([2 ** 20])
  })

  it.each([undefined, 'null', 'http://evil.test', 'http://localhost:1'])(
    'P06 P11 a POST from the origin %s',
    async (origin) => {
      const answer = await ask('/', { method: 'POST', headers: { ...(origin && { origin }), 'content-length': 0 } })
      expect(answer.status).toBe(403)
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
      expect(seen).toEqual([])
    },
  )

  it('explains itself in a sentence with the id under which it is logged', async () => {
    const { headers, body } = await ask('/', { method: 'PUT' })
    expect(JSON.parse(body)).toEqual({
      error: { code: 'MethodNotAllowed', message: 'Only GET, HEAD and POST.', requestId: headers['x-request-id'] },
    })
  })
})

describe('what the pages are told', () => {
  it('P04 P03 the nonce of this response, whatever the client says', async () => {
    const forged = "script-src 'nonce-forged' 'unsafe-inline'"
    const headers = {
      'content-security-policy': forged,
      'content-security-policy-report-only': forged,
      'x-nonce': 'forged',
    }
    const answers = [await ask('/', { headers }), await ask('/', { headers })]
    const told = seen.map(({ headers }) => headers['content-security-policy'])
    expect(answers.map(({ headers }) => headers['content-security-policy'])).toEqual(told)
    expect(new Set(told).size).toBe(2)
    for (const policy of told) {
      expect(policy).toMatch(/script-src 'self' 'nonce-[A-Za-z0-9+/]{22}==' 'strict-dynamic';/)
      expect(policy).not.toMatch(/forged|script-src[^;]*unsafe/)
      for (const rule of ["object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"])
        expect(policy).toContain(rule)
    }
    expect(seen[0]?.headers).not.toHaveProperty('x-nonce')
    expect(seen[0]?.headers).not.toHaveProperty('content-security-policy-report-only')
  })

  it('C05 P17 none of the headers that Next and proxies trust, but those of the client router', async () => {
    const forged = [
      'x-middleware-subrequest',
      'x-middleware-next',
      'x-invoke-path',
      'x-matched-path',
      'x-now-route-matches',
      'x-nextjs-data',
      'x-next-resume-state-length',
      'x-prerender-revalidate',
      'x-forwarded-host',
      'x-forwarded-proto',
      'x-real-ip',
      'x-thaw-anything',
      'forwarded',
      'next-resume',
    ]
    const router = ['rsc', 'next-action', 'next-router-state-tree', 'next-router-prefetch', 'next-url']
    await ask('/', { headers: Object.fromEntries([...forged, ...router].map((name) => [name, 'x'])) })
    expect(Object.keys(seen[0]!.headers).filter((name) => forged.includes(name))).toEqual([])
    expect(Object.keys(seen[0]!.headers)).toEqual(expect.arrayContaining(router))
  })

  it('the address asked for, the client’s own and a request id that no client chooses', async () => {
    const headers = { 'x-thaw-url': '/evil', 'x-forwarded-for': '10.0.0.1', 'x-request-id': 'mine' }
    const answer = await ask('/jobs?a=b', { headers })
    expect(seen[0]?.headers).toMatchObject({ 'x-thaw-url': '/jobs?a=b', 'x-forwarded-for': '127.0.0.1' })
    expect(seen[0]?.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
    expect(answer.headers['x-request-id']).toBe(seen[0]?.headers['x-request-id'])
  })

  it('the token on GET, never on POST', async () => {
    const headers = { authorization: 'Bearer x', origin: `http://${host}`, 'content-length': 0 }
    await ask('/', { headers: { authorization: 'Bearer x' } })
    await ask('/', { method: 'POST', headers })
    expect(seen.map((req) => req.headers.authorization)).toEqual(['Bearer x', undefined])
  })

  it('C08 the public host where a proxy in front speaks to the loopback address', async () => {
    await ask('/', { method: 'POST', headers: { origin: 'https://backup.example.com', 'content-length': 0 } })
    expect(seen[0]?.headers).toMatchObject({ 'x-forwarded-host': 'backup.example.com', 'x-forwarded-proto': 'https' })
  })
})

describe('what every response carries', () => {
  it('P19 the security headers: a page, a refusal, a failure, a bare writeHead, bytes that are no request', async () => {
    const answers = [await ask('/'), await ask('/', { headers: { host: 'evil.test' } }), await ask('/healthz')]
    handle = () => Promise.reject(new Error('secret path /srv'))
    answers.push(await ask('/'))
    handle = (_, res) => void res.writeHead(404, 'Not Found', { 'content-type': 'text/plain' }).end()
    answers.push(await ask('/'))
    expect(answers.map(({ status }) => status)).toEqual([200, 421, 200, 500, 404])
    for (const { headers } of answers) expect(Object.keys(headers)).toEqual(expect.arrayContaining(securityHeaders))
    for (const bytes of [
      'nonsense\r\n\r\n',
      `GET / HTTP/1.1\r\nHost: ${host}\r\nExpect: tea\r\nConnection: close\r\n\r\n`,
    ]) {
      const answer = (await askRaw(bytes)).toLowerCase()
      for (const name of securityHeaders) expect(answer).toContain(`\r\n${name}: `)
    }
  })

  it('W28 P18 nothing of what went wrong inside', async () => {
    handle = () => Promise.reject(new Error('secret path /srv'))
    expect((await ask('/')).body).not.toMatch(/secret|srv|stack/i)
  })

  it('D13 the stricter headers of a route instead', async () => {
    handle = (_, res) =>
      void res.setHeader('Content-Security-Policy', 'sandbox').setHeader('Cache-Control', 'no-cache').end()
    expect((await ask('/')).headers).toMatchObject({
      'content-security-policy': 'sandbox',
      'cache-control': 'no-cache',
    })
  })
})

describe('a body of known length', () => {
  it('D16 gets its Content-Length from the private header, on GET and HEAD', async () => {
    handle = (req, res) => void res.setHeader('x-body-length', '4').end(req.method === 'HEAD' ? undefined : 'data')
    for (const method of ['GET', 'HEAD']) {
      const { headers } = await ask('/', { method })
      expect(headers['content-length']).toBe('4')
      expect(headers).not.toHaveProperty('x-body-length')
    }
  })

  it.each([
    ['short', 'dat'],
    ['long', 'data and more'],
  ])('D08 cuts the connection when it turns out too %s', async (_, body) => {
    handle = (_req, res) => {
      res.setHeader('x-body-length', '4').flushHeaders()
      res.end(body)
    }
    await expect(ask('/')).rejects.toThrow(/aborted|hang up|ECONNRESET/)
  })

  it('D11 a reader that takes nothing for too long is cut off', async () => {
    const config = readConfig({ PORT: '0' })
    const left = Promise.withResolvers<boolean>()
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(Buffer.alloc(2 ** 20)) })
    const pages = async () => ({
      handle: async (_: IncomingMessage, res: ServerResponse) => {
        res.once('close', () => left.resolve(res.writableFinished))
        Readable.fromWeb(endless as never).pipe(res)
      },
      close: async () => {},
    })
    await using impatient = await openDashboard({ config, log: silent }, pages, 1000)
    const { port } = impatient.config.dashboard
    const socket = connect(port, '127.0.0.1').pause()
    socket.on('error', () => {})
    socket.write(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`)
    expect(await left.promise).toBe(false)
    socket.destroy()
  })

  it('D08 cuts the connection when the page fails in the middle', async () => {
    handle = async (_, res) => {
      res.write('first part')
      throw new Error('chunk is damaged')
    }
    await expect(ask('/')).rejects.toThrow(/aborted|hang up|ECONNRESET/)
  })
})

describe('stopping', () => {
  it('lets a running download finish, takes no new one, then is gone', async () => {
    const finish = Promise.withResolvers<void>()
    handle = async (_, res) => {
      res.setHeader('x-body-length', '8').write('half')
      await finish.promise
      res.end('half')
    }
    const download = httpRequest({ host: '127.0.0.1', port, path: '/', headers: { host } }).end()
    const [response] = (await once(download, 'response')) as [IncomingMessage]
    const stopped = dashboard[Symbol.asyncDispose]()
    await expect(ask('/')).rejects.toThrow(/ECONNREFUSED/)
    finish.resolve()
    expect(await text(response)).toBe('halfhalf')
    await stopped
  })

  it('R17 closes connections that keep alive without a request', async () => {
    const socket = connect(port, '127.0.0.1')
    socket.write(`GET /healthz HTTP/1.1\r\nHost: ${host}\r\n\r\n`)
    await once(socket, 'data')
    await Promise.all([once(socket, 'close'), dashboard[Symbol.asyncDispose]()])
  })
})

describe('what may be compressed', () => {
  const encoding = async (headers: OutgoingHttpHeaders) => {
    await ask('/', { headers: { 'accept-encoding': 'gzip, br', ...headers } })
    return seen.at(-1)?.headers['accept-encoding']
  }
  const cookie = 'thaw-session-3000=x'

  it.each<[string, OutgoingHttpHeaders]>([
    ['a page of the same site', { cookie, 'sec-fetch-site': 'same-origin' }],
    ['an address typed in', { cookie, 'sec-fetch-site': 'none' }],
    ['a script with a token', { authorization: 'Bearer x' }],
  ])('is the answer to %s', async (_, headers) => expect(await encoding(headers)).toBe('gzip, br'))

  it.each<[string, OutgoingHttpHeaders]>([
    ['another site that has the cookie sent', { cookie, 'sec-fetch-site': 'cross-site' }],
    ['a neighbour that has the cookie sent', { cookie, 'sec-fetch-site': 'same-site' }],
    ['a browser that does not say who asks', { cookie }],
    ['part of a file', { range: 'bytes=0-99' }],
  ])('is not the answer to %s', async (_, headers) => expect(await encoding(headers)).toBeUndefined())
})

describe('the memory of a body', () => {
  it('goes back when the system has taken all of it, and not while the reader holds the rest up', async () => {
    const memory = Buffer.alloc(32 * 1024 * 1024, 7)
    let returned = false
    const back = Promise.withResolvers<void>()
    recyclable(memory, () => {
      returned = true
      back.resolve()
    })
    handle = (_, res) => {
      res.setHeader('x-body-length', memory.length)
      Reflect.apply(res.write, res, [memory, undefined]) // as Next's compression hands it on
      res.end()
    }
    const asked = httpRequest({ host: '127.0.0.1', port, headers: { host }, agent: false }).end()
    const [response] = (await once(asked, 'response')) as [IncomingMessage]
    await once(response, 'readable')
    expect(returned).toBe(false)
    expect((await buffer(response)).equals(Buffer.alloc(32 * 1024 * 1024, 7))).toBe(true)
    await back.promise
  })
})
