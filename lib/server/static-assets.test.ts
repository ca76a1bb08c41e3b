import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type OutgoingHttpHeaders, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openAssets } from './static-assets.ts'

const source = 'export const words = 1\n'.repeat(100)
const path = '/_next/static/chunks/a~1.js'
let folder: string
let server: Server

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'thaw-assets-'))
  mkdirSync(join(folder, 'chunks'))
  writeFileSync(join(folder, 'chunks/a~1.js.br'), brotliCompressSync(source))
  writeFileSync(join(folder, 'chunks/a~1.js.gz'), gzipSync(source))
  const serve = openAssets(folder)
  server = createServer((req, res) => void (serve(req, res) || res.end('as it is'))).listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true })
})

async function ask(headers: OutgoingHttpHeaders, { method = 'GET', asked = path } = {}) {
  const { port } = server.address() as AddressInfo
  const sent = request({ host: '127.0.0.1', port, path: asked, method, headers, agent: false }).end()
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  return { status: response.statusCode, headers: response.headers, body: await buffer(response) }
}

it('sends what was compressed with the build, by the coding that the client takes', async () => {
  const br = await ask({ 'accept-encoding': 'gzip, deflate, br' })
  expect(br.headers).toMatchObject({
    'content-encoding': 'br',
    'content-length': String(br.body.length),
    'content-type': 'application/javascript; charset=UTF-8',
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'Accept-Encoding',
  })
  expect(String(brotliDecompressSync(br.body))).toBe(source)
  const gzip = await ask({ 'accept-encoding': 'br;q=0, gzip;q=0.5' })
  expect(gzip.headers['content-encoding']).toBe('gzip')
  expect(String(gunzipSync(gzip.body))).toBe(source)
  expect(gzip.headers.etag).not.toBe(br.headers.etag)
})

it('answers HEAD with the same headers, and 304 to the tag of the same coding', async () => {
  const get = await ask({ 'accept-encoding': 'br' })
  const head = await ask({ 'accept-encoding': 'br' }, { method: 'HEAD' })
  expect({ ...head.headers, date: '' }).toEqual({ ...get.headers, date: '' })
  expect(head.body).toHaveLength(0)
  const known = { 'if-none-match': `"other", ${get.headers.etag}` }
  expect(await ask({ ...known, 'accept-encoding': 'br' })).toMatchObject({
    status: 304,
    headers: { etag: get.headers.etag, vary: 'Accept-Encoding' },
  })
  expect((await ask({ ...known, 'accept-encoding': 'gzip' })).status).toBe(200)
})

it.each<[string, OutgoingHttpHeaders, string]>([
  ['who takes no coding', {}, path],
  ['who wants a part', { 'accept-encoding': 'br', range: 'bytes=0-9' }, path],
  ['what is not there', { 'accept-encoding': 'br' }, '/_next/static/chunks/b.js'],
  ['paths that lead elsewhere', { 'accept-encoding': 'br' }, '/_next/static/chunks/../chunks/a~1.js'],
])('leaves %s to Next', async (_, headers, asked) => {
  expect(String((await ask(headers, { asked })).body)).toBe('as it is')
})
