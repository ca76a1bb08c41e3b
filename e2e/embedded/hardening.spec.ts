import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join, resolve } from 'node:path'
import Database from 'better-sqlite3'
import { expect, nobody, signIn, test } from '../fixtures.ts'
import { send } from '../http.ts'
import type { ThawServer } from '../thaw.ts'

/*
 * Known attacks on what the dashboard is built of, sent as bytes to the built server, with the rights of someone who is
 * signed in where that is the worse case.
 */

const project = resolve(import.meta.dirname, '../..')
const built = join(project, '.next')
const MiB = 1024 * 1024

test.use({ trace: 'off' })

/** A cookie header of a session. */
const cookieOf = (signedIn: { cookies: { name: string; value: string }[] }) =>
  signedIn.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')

async function filesBelow(directory: string, ending: RegExp): Promise<string[]> {
  const names = await readdir(directory, { recursive: true })
  return names.filter((name) => ending.test(name)).map((name) => join(directory, name))
}

/** Actions that only read. */
async function readActions(): Promise<string[]> {
  const text = await readFile(join(built, 'server/server-reference-manifest.json'), 'utf8')
  const { node } = JSON.parse(text) as { node: Record<string, { exportedName: string }> }
  return Object.keys(node).filter((id) => /^list|^look/.test(node[id]!.exportedName))
}

function multipart(fields: Record<string, string>): { body: string; type: string } {
  const boundary = 'thaw-0123456789'
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  return { body: `${parts.join('')}--${boundary}--\r\n`, type: `multipart/form-data; boundary=${boundary}` }
}

/** Older than any of these, a known hole is open. */
test('C01 what it runs on is not older than the last known hole', async () => {
  const version = async (name: string) =>
    (JSON.parse(await readFile(join(project, 'node_modules', name, 'package.json'), 'utf8')) as { version: string })
      .version
  using database = Object.assign(new Database(':memory:'), {
    [Symbol.dispose](this: Database.Database) {
      this.close()
    },
  })
  const sqlite = database.prepare('select sqlite_version()').pluck().get() as string
  const floors = [
    ['next', await version('next'), '16.3.8'],
    ['react', await version('react'), '19.2.4'],
    ['node', process.versions.node, '22.0.0'],
    ['sqlite', sqlite, '3.51.3'],
  ] as const
  const order = new Intl.Collator('en', { numeric: true })
  expect(floors.filter(([, has, floor]) => order.compare(has, floor) < 0)).toEqual([])
})

/** Arguments of an action that made readers of them run code, loop for ever or eat all memory. */
const brokenArguments: Record<string, Record<string, string>> = {
  'C02 a thenable that reaches the constructor of functions': {
    '0': '{"then":"$1:__proto__:then","status":"resolved_model","reason":-1,"value":"{\\"then\\":\\"$B1337\\"}","_response":{"_prefix":"process.exit(7)//","_chunks":"$Q2","_formData":{"get":"$1:constructor:constructor"}}}',
    '1': '"$@0"',
    '2': '[]',
  },
  'C03 a promise of itself': { '0': '["$@0"]' },
  'C03 two promises of each other': { '0': '["$@1"]', '1': '["$@0"]' },
  'C03 a map of itself': { '0': '["$Q0"]' },
  'C03 a reference through ten thousand others': {
    '0': '["$1"]',
    ...Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [String(i + 1), `["$${i + 2}"]`])),
  },
  'C03 lists within lists': { '0': `${'['.repeat(100_000)}${']'.repeat(100_000)}` },
  'C03 an integer of half a million digits': { '0': `["$n${'9'.repeat(500_000)}"]` },
  'C03 the same long list many times': {
    '0': `[${Array.from({ length: 5_000 }, () => '"$1"').join()}]`,
    '1': `[${'0,'.repeat(20_000)}0]`,
  },
  'C04 the prototype of an argument': { '0': '["$1:__proto__:toString"]', '1': '{}' },
  'C04 another action as an argument': { '0': '["$F1"]', '1': '{"id":"constructor#constructor","bound":null}' },
}

for (const [name, fields] of Object.entries(brokenArguments))
  test(`${name} runs nothing, tells nothing and stops nobody`, async ({ thaw, signedIn }) => {
    const { body, type } = multipart(fields)
    for (const action of (await readActions()).slice(0, 3)) {
      const headers = { origin: thaw.url, cookie: cookieOf(signedIn), 'next-action': action, 'content-type': type }
      const attack = send(`${thaw.url}/jobs`, { method: 'POST', headers, body })
      expect((await send(`${thaw.url}/healthz`)).status).toBe(200)
      const answer = await attack
      expect(answer.bytes.toString()).not.toMatch(/node_modules|\/lib\/|\n {4}at /)
    }
    expect((await send(`${thaw.url}/jobs`, { headers: { cookie: cookieOf(signedIn) } })).status).toBe(200)
  })

test('C10 nothing that draws pictures from markup is in the build', async () => {
  const found = []
  for (const file of await filesBelow(join(built, 'server'), /\.js$/))
    if (/@vercel\/og|resvg|satori/.test(await readFile(file, 'utf8'))) found.push(file)
  expect(found).toEqual([])
})

test('C11 P20 what one session reads never answers another request', async ({ thaw, signedIn }) => {
  const cookie = cookieOf(signedIn)
  for (const path of ['/jobs?_rsc=same', '/restores?_rsc=same', '/jobs?_rsc=']) {
    const headers = { rsc: '1', accept: 'text/x-component' }
    const mine = await send(thaw.url + path, { headers: { ...headers, cookie } })
    const theirs = await send(thaw.url + path, { headers })
    expect.soft(mine.headers['cache-control'], path).toContain('no-store')
    expect.soft(theirs.headers['cache-control'], path).toContain('no-store')
    expect.soft(theirs.bytes.equals(mine.bytes) && mine.status === 200, path).toBe(false)
    expect.soft(theirs.bytes.toString(), path).not.toMatch(/Backups and their jobs|Downloads and restores/)
  }
})

/** Sends a body of this many bytes in pieces, without saying its length beforehand. @returns the status. */
async function pour(thaw: ThawServer, path: string, cookie: string, bytes: number): Promise<number> {
  const headers = { origin: thaw.url, cookie, 'content-type': 'text/plain', 'next-action': '0'.repeat(42) }
  const asked = request(thaw.url + path, { method: 'POST', headers, agent: false })
  asked.on('error', () => {}) // the connection is cut once the answer is sent
  const answered = once(asked, 'response') as Promise<[import('node:http').IncomingMessage]>
  for (let sent = 0; sent < bytes && !asked.destroyed; sent += MiB) asked.write(Buffer.alloc(MiB, 'x'))
  asked.end()
  const response = await answered.then(
    ([response]) => response,
    // Cut while more was being written: the answer stands behind that, unread. Nothing was taken.
    (error: NodeJS.ErrnoException) =>
      ['EPIPE', 'ECONNRESET'].includes(error.code ?? '') ? undefined : Promise.reject(error),
  )
  response?.resume()
  return response?.statusCode ?? 499
}

test('C12 R09 a body that is too large is refused, never cut and taken', async ({ thaw, signedIn }) => {
  const cookie = cookieOf(signedIn)
  for (const path of ['/sign-in', '/jobs', '/restores', '/damage', '/download/x/object', '/download/x/archive']) {
    const headers = { origin: thaw.url, cookie, 'content-type': 'text/plain' }
    const announced = await send(thaw.url + path, {
      method: 'POST',
      headers: { ...headers, 'content-length': String(64 * MiB) },
      body: 'x',
    })
    expect.soft([path, announced.status]).toEqual([path, 413])
    expect.soft(await pour(thaw, path, cookie, 11 * MiB), path).toBeGreaterThanOrEqual(400)
  }
})

test('C13 P18 nothing of development is served', async ({ thaw, signedIn }) => {
  const scripts = (await filesBelow(join(built, 'static'), /\.js$/)).map((file) => file.slice(built.length))
  const paths = [
    '/__nextjs_original-stack-frames',
    '/__nextjs_source-map',
    '/__nextjs_launch-editor',
    '/__nextjs_restart_dev',
    '/_next/webpack-hmr',
    '/_next/mcp',
    '/_next/static/../server/app/jobs/page.js',
    '/_next/static/%2e%2e/server/app/jobs/page.js',
    '/_next/server/app/jobs/page.js',
    '/_next/build-manifest.json',
    '/package.json',
    '/.env',
    '/data/credentials.json',
    ...scripts.slice(0, 20).map((path) => `/_next${path}.map`),
  ]
  for (const path of paths) {
    const { status, bytes } = await send(thaw.url + path, { headers: { cookie: cookieOf(signedIn) } })
    expect.soft([path, status >= 400]).toEqual([path, true])
    expect.soft(bytes.toString(), path).not.toMatch(/node_modules|"version"|secretAccessKey/)
  }
})

test('C15 what browsers load holds no secret and no path of the machine', async ({ thaw }) => {
  const credentials = JSON.parse(await readFile(join(thaw.dataDir, 'credentials.json'), 'utf8')) as object
  const secrets = [...Object.values(credentials).map(String), project, 'AWS_SECRET', 'THAW_TOKEN', 'sourceMappingURL']
  const found = []
  for (const file of await filesBelow(join(built, 'static'), /\.(js|css|json)$/)) {
    const text = await readFile(file, 'utf8')
    found.push(...secrets.filter((secret) => text.includes(secret)).map((secret) => `${secret} in ${file}`))
  }
  expect(found).toEqual([])
})

test('N11 bytes that are no UTF-8 are refused, and never become another name', async ({ thaw, signedIn }) => {
  const headers = { cookie: cookieOf(signedIn), 'sec-fetch-site': 'same-origin' }
  for (const bytes of ['%ff', '%c0%af', '%ed%a0%80', '%f5%80%80%80', 'a%80b'])
    for (const path of [
      `/jobs/${bytes}`,
      `/jobs?text=${bytes}`,
      `/jobs/x?folder=${bytes}`,
      `/jobs/x/object?name=${bytes}`,
      `/download/${bytes}/object?name=x`,
      `/download/x/object?name=${bytes}`,
      `/restores/${bytes}`,
      `/damage?chunk=${bytes}`,
      `/sign-in?next=/${bytes}`,
    ])
      expect.soft([path, (await send(thaw.url + path, { headers })).status]).toEqual([path, 400])
  for (const path of ['/jobs?text=100%', '/jobs/x/object?name=%zz'])
    expect.soft([path, (await send(thaw.url + path, { headers })).status]).toEqual([path, 200])
})

test('D25 P07 a link to a download is worth nothing after signing out', async ({ browser, thaw }) => {
  const context = await browser.newContext({ storageState: nobody })
  const page = await context.newPage()
  await signIn(page, (await thaw.run('sign-in')).stdout.trim())
  const headers = { cookie: cookieOf({ cookies: await context.cookies() }), 'sec-fetch-site': 'same-origin' }
  const download = `${thaw.url}/download/none/object?name=x`
  expect((await send(download, { headers })).status).toBe(404)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'You are signed out' })).toBeVisible()
  expect((await send(download, { headers })).status).toBe(401)
  await context.close()
})
