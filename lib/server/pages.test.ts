import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { type IncomingHttpHeaders, type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { BackupStorageClient } from '@aws-sdk/client-backupstorage'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDigests } from '#lib/downloads/deliver/digests.ts'
import { openLedger } from '#lib/ledger/sqlite/open-ledger.ts'
import { silent } from '#lib/log.ts'
import { sdkSource } from '#lib/storage/sdk-source.ts'
import { readConfig } from '../config/read-config.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { sessionCookie } from '../session/cookie.ts'
import { openSession } from '../session/session.ts'
import { issueSignInCode } from '../session/sign-in.ts'
import { createVerifications } from '../verification/index.ts'
import { type Dashboard, startDashboard } from './dashboard.ts'

const project = resolve(import.meta.dirname, '../..')
const token = 'tests-0123456789abcdefghijklmnopqrstuvwxyz'

let directory: string
let ledger: Ledger
let dashboard: Dashboard
let origin: string

beforeAll(async () => {
  if (!existsSync(join(project, '.next/BUILD_ID'))) throw new Error('These tests need the built pages: npm run build.')
  directory = mkdtempSync(join(tmpdir(), 'thaw-pages-'))
  ledger = await openLedger(join(directory, 'ledger.sqlite'))
  // Nothing listens there: what these tests ask for must not depend on the storage.
  const endpoint = 'http://127.0.0.1:9'
  dashboard = await startDashboard({
    config: readConfig({ PORT: '0', THAW_TOKEN: token }, { endpoint }),
    ledger,
    storage: { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 's' } },
    verifications: createVerifications({
      ledger,
      source: sdkSource({ storage: new BackupStorageClient({ endpoint }), endpoint }),
    }),
    digests: createDigests(),
    log: silent,
  })
  origin = dashboard.url
})

afterAll(async () => {
  await dashboard?.[Symbol.asyncDispose]()
  await ledger?.[Symbol.asyncDispose]()
  if (directory) rmSync(directory, { recursive: true })
})

interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

async function ask(path: string, headers: OutgoingHttpHeaders = {}, form?: FormData): Promise<Answer> {
  const encoded = form && new Response(form)
  const body = encoded && Buffer.from(await encoded.arrayBuffer())
  const asked = request(origin + path, {
    method: form ? 'POST' : 'GET',
    headers: {
      ...(encoded && { 'content-type': encoded.headers.get('content-type')!, 'content-length': body?.length, origin }),
      ...headers,
    },
    agent: false,
  })
  asked.end(body)
  const [response] = (await once(asked, 'response')) as [IncomingMessage]
  return { status: response.statusCode!, headers: response.headers, body: await text(response) }
}

/** Presses the button of the sign-in page as a browser without scripts does. */
async function pressButton(path: string, fields: Record<string, string>, headers: OutgoingHttpHeaders = {}) {
  const page = await ask(path)
  const form = new FormData()
  for (const [, input] of page.body.matchAll(/<input ([^>]*type="hidden"[^>]*)\/>/g)) {
    const attribute = (name: string) => input!.match(new RegExp(`${name}="([^"]*)"`))?.[1] ?? ''
    form.set(attribute('name'), attribute('value').replaceAll('&amp;', '&'))
  }
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  return ask(path, headers, form)
}

const signedIn = async () => ({
  cookie: `${sessionCookie(dashboard.config).name}=${await openSession(ledger, Date.now())}`,
})

describe('signing in', () => {
  it('P14 shows a button, and reading the page any number of times does not use the code up', async () => {
    const code = await issueSignInCode(ledger, Date.now())
    for (const headers of [{}, { purpose: 'prefetch' }, { rsc: '1' }]) await ask(`/sign-in?code=${code}`, headers)
    const answer = await pressButton(`/sign-in?code=${code}&next=%2Fjobs%3Fvault%3DA`, {})
    expect(answer).toMatchObject({ status: 303, headers: { location: '/jobs?vault=A' } })
  })

  it('P07 P08 gives a new session each time, in a cookie that no script reads', async () => {
    const cookies = []
    for (let time = 0; time < 2; time++) {
      const { headers } = await pressButton(`/sign-in?code=${await issueSignInCode(ledger, Date.now())}`, {})
      cookies.push(headers['set-cookie']?.[0])
      expect(cookies[time]).toMatch(new RegExp(`^${sessionCookie(dashboard.config).name}=[\\w-]{43}; `))
      for (const attribute of [/; HttpOnly/i, /; SameSite=lax/i, /; Path=\//i]) expect(cookies[time]).toMatch(attribute)
    }
    expect(cookies[0]).not.toBe(cookies[1])
  })

  it('P14 explains a code that was used before, with the command that prints another link', async () => {
    const code = await issueSignInCode(ledger, Date.now())
    await pressButton(`/sign-in?code=${code}`, {})
    const { status, headers } = await pressButton(`/sign-in?code=${code}`, {})
    expect(status).toBe(303)
    expect(headers['set-cookie']).toBeUndefined()
    const page = await ask(headers.location!)
    expect(page.body).toMatch(/role="alert"[^>]*>That link has expired or was already used/)
    expect(page.body).toContain('bin/thaw sign-in')
  })

  it('P06 takes no form from another site', async () => {
    const code = await issueSignInCode(ledger, Date.now())
    const foreign = await pressButton(`/sign-in?code=${code}`, {}, { origin: 'http://evil.test' })
    expect(foreign.status).toBe(403)
    expect((await pressButton(`/sign-in?code=${code}`, {})).status).toBe(303)
  })

  it('P12 leads to own paths only', async () => {
    const code = await issueSignInCode(ledger, Date.now())
    const { headers } = await pressButton(`/sign-in?code=${code}`, { next: '//evil.test' })
    expect(headers.location).toBe('/')
  })
})

describe('without a session', () => {
  it.each(['/jobs', '/jobs/some-job', '/jobs/some-job/object?name=a'])(
    '%s leads to the sign-in page and back',
    async (path) => {
      const { status, headers } = await ask(path)
      expect(status).toBe(307)
      expect(headers.location).toBe(`/sign-in?next=${encodeURIComponent(path)}`)
    },
  )

  it.each<[string, OutgoingHttpHeaders]>([
    ['/jobs?_rsc=1', { rsc: '1' }],
    ['/jobs?_rsc=1', { rsc: '1', 'next-router-prefetch': '1', 'next-router-segment-prefetch': '/_tree' }],
    ['/jobs.rsc', {}],
    ['/jobs.segments/_tree.segment.rsc', {}],
    ['/_next/data/x/jobs.json', { 'x-nextjs-data': '1' }],
    ['/jobs', { 'x-middleware-subrequest': 'middleware:middleware:middleware:middleware:middleware' }],
    ['/%6Aobs', {}],
    ['/jobs/', {}],
    ['/jobs', { authorization: 'Bearer wrong' }],
    ['/jobs', { cookie: 'thaw-session-3000=guess' }],
  ])('P17 C05 C06 %s %j gives no data', async (path, headers) => {
    let answer = await ask(path, headers)
    // Next sends a path it would write differently, or one without the right `_rsc`, to its own form first.
    if (answer.headers.location?.startsWith('/jobs')) answer = await ask(answer.headers.location, headers)
    expect(answer.body).not.toMatch(/<table|BackupJob|vault/i)
    // What is prefetched of a page is its outline; an address of no page is told in the frame's own parts.
    const isNowhere = answer.status === 404 || answer.body.includes('"n":"nowhere"')
    if (!isNowhere && !headers['next-router-segment-prefetch'])
      expect(answer.headers.location ?? answer.body).toContain('/sign-in')
  })

  it('P17 a download is refused as JSON, with the id of the request', async () => {
    const { status, headers, body } = await ask('/download/some-job/object?name=a')
    expect(status).toBe(401)
    expect(JSON.parse(body).error).toMatchObject({ code: 'SignInRequired', requestId: headers['x-request-id'] })
  })
})

describe('with a session', () => {
  // The route's own complaint about the missing name tells that the request was let through.
  const namelessDownload = '/download/some-job/object'
  const letThrough = 400

  it.each([
    ['same-origin', letThrough],
    ['none', letThrough],
    ['same-site', 403],
    ['cross-site', 403],
    [undefined, 403],
  ])('P10 a download asked for by %s', async (site, status) => {
    const headers = { ...(await signedIn()), ...(site && { 'sec-fetch-site': site }) }
    expect((await ask(namelessDownload, headers)).status).toBe(status)
  })

  it('a download that a script asks for with the cookie is refused with the way for scripts', async () => {
    expect(JSON.parse((await ask(namelessDownload, await signedIn())).body).error).toMatchObject({
      code: 'ForeignOrigin',
      message: expect.stringMatching(/ A script sends THAW_TOKEN as its bearer token instead of a cookie\.$/),
    })
  })

  it('the token downloads and opens pages like a session', async () => {
    const bearer = { authorization: `Bearer ${token}` }
    expect((await ask(namelessDownload, bearer)).status).toBe(letThrough)
    expect((await ask('/', bearer)).headers.location).toBe('/jobs')
  })

  it('P20 pages are not stored', async () => {
    expect((await ask('/jobs', await signedIn())).headers['cache-control']).toContain('no-store')
  })
})

describe('what is compressed', () => {
  const gzip = { 'accept-encoding': 'gzip' }
  const fromHere = async () => ({ ...(await signedIn()), 'sec-fetch-site': 'same-origin' })

  it('pages are, and say that it depends on what is asked', async () => {
    for (const answer of [await ask('/sign-in', gzip), await ask('/restores', { ...(await fromHere()), ...gzip })]) {
      expect(answer.headers['content-encoding']).toBe('gzip')
      expect(answer.headers.vary).toMatch(/accept-encoding/i)
    }
    expect((await ask('/restores', await fromHere())).headers).not.toHaveProperty('content-encoding')
  })

  it('pages that another site has opened with the cookie are not', async () => {
    const { status, headers } = await ask('/restores', {
      ...(await signedIn()),
      'sec-fetch-site': 'cross-site',
      ...gzip,
    })
    expect(status).toBe(200)
    expect(headers).not.toHaveProperty('content-encoding')
  })

  it('scripts and style sheets are, once, when they are built', async () => {
    const names = readdirSync(join(project, '.next/static/chunks')).filter((name) => /\.(js|css)$/.test(name))
    for (const name of names) {
      const { headers } = await ask(`/_next/static/chunks/${name}`, { 'accept-encoding': 'gzip, br' })
      expect(headers).toMatchObject({ 'content-encoding': 'br', 'cache-control': expect.stringContaining('immutable') })
      const part = await ask(`/_next/static/chunks/${name}`, { ...gzip, range: 'bytes=0-9' })
      expect(part).toMatchObject({ status: 206, headers: { 'content-length': '10' } })
      expect(part.headers).not.toHaveProperty('content-encoding')
    }
  })
})

describe('what the pages give away', () => {
  it('P19 P18 C13 C14 nothing but the headers they must', async () => {
    const script = readdirSync(join(project, '.next/static/chunks')).find((name) => name.endsWith('.js'))
    const paths = [
      '/sign-in',
      '/nothing',
      `/_next/static/chunks/${script}`,
      '/.env',
      '/.git/config',
      '/data/ledger.sqlite',
    ]
    const answers = await Promise.all(
      [...paths, '/__nextjs_original-stack-frame', '/..%2fpackage.json'].map((path) => ask(path)),
    )
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 200, 404, 404, 404, 404, 404])
    for (const { headers } of answers) {
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin' })
      expect(headers['content-security-policy']).toBeDefined()
      expect(headers).not.toHaveProperty('x-powered-by')
    }
  })

  it('P03 P04 every script of a page has the nonce of its response', async () => {
    const { headers, body } = await ask('/sign-in', { 'content-security-policy': "script-src 'nonce-forged'" })
    const nonce = String(headers['content-security-policy']).match(/'nonce-([^']+)'/)?.[1]
    const scripts = [...body.matchAll(/<script[^>]*>/g)].map(([tag]) => tag)
    expect(scripts.length).toBeGreaterThan(0)
    for (const tag of scripts) expect(tag).toContain(`nonce="${nonce}"`)
  })

  it('C02 C04 an action nobody wrote is not run', async () => {
    for (const action of ['0'.repeat(42), '__proto__', 'constructor', '40'.padEnd(42, 'x')]) {
      const form = new FormData()
      form.set('0', '["$1:__proto__:then"]')
      const { status, body } = await ask('/sign-in', { 'next-action': action }, form)
      expect(status).toBeGreaterThanOrEqual(400)
      expect(body).not.toMatch(/ at |node_modules|\/lib\//)
    }
  })
})
