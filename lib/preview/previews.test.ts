import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { type FakeObject, fakeSource, noise, openDownloads } from '#lib/downloads/fake.testing.ts'
import { problemResponse } from '#lib/failure/problem.ts'
import { createSharedBudget, type SharedBudget } from '#lib/restore/index.ts'
import { createPreviews } from './previews.ts'
import { type WindowFacts, windowHeader } from './window-facts.ts'

const html = Buffer.from('<!doctype html><script>alert(1)</script>')
const gif = Buffer.concat([Buffer.from('GIF89a\x01\0\x01\0'), noise(90_000, 1)])
const film = { name: 'film', chunks: [gif, ...Array.from({ length: 30 }, (_, index) => noise(100_000, index))] }
const log = { name: 'log', chunks: Array.from({ length: 8 }, (_, i) => Buffer.alloc(100_000, `line ${i}\n`)) }

async function opened(objects: FakeObject[], more: { memory?: SharedBudget } = {}) {
  const fake = fakeSource(objects)
  const store = await openDownloads(fake.source)
  const lines: string[] = []
  const previews = createPreviews({
    source: fake.source,
    ledger: store.ledger,
    log: { error: (_, message) => lines.push(message) },
    ...more,
  })
  return {
    ...fake,
    previews,
    ledger: store.ledger,
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
    async ask(
      name: string,
      headers: Record<string, string> = {},
      { method = 'GET' as 'GET' | 'HEAD', checksum = '' } = {},
    ) {
      const request = { method, headers: new Headers(headers), signal: new AbortController().signal }
      const asked = { jobId: 'job', name, checksum: checksum || undefined }
      return taken(await previews.shown(asked, request).catch((error) => problemResponse(error, 'request-1')))
    },
    async window(name: string, start: number, end: number) {
      const request = {
        method: 'GET' as const,
        headers: new Headers({ range: 'bytes=0-0' }),
        signal: new AbortController().signal,
      }
      const asked = { jobId: 'job', name }
      const answer = await previews
        .window(asked, { start, end }, request)
        .catch((error) => problemResponse(error, 'request-1'))
      const facts = JSON.parse(answer.headers.get(windowHeader) ?? '{}') as WindowFacts
      return { ...(await taken(answer)), facts }
    },
    damage: (name: string) => previews.damage({ jobId: 'job', name }, new AbortController().signal),
  }
}

async function taken(response: Response) {
  const { status, headers } = response
  const bytes = await response.bytes().catch(() => undefined)
  const body = bytes && Buffer.from(bytes)
  return { status, headers, body, json: () => JSON.parse(String(body)) }
}

describe('a preview', () => {
  it('P16 of a picture is shown in place, in a sandbox, under a fixed type', async () => {
    await using store = await opened([{ name: 'page.html', chunks: [gif] }])
    const { status, headers, body } = await store.ask('page.html')
    expect(status).toBe(200)
    expect(body!.equals(gif)).toBe(true)
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'image/gif',
      'content-disposition': `inline; filename="page.html"; filename*=UTF-8''page.html`,
      'content-security-policy':
        "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'private, no-store, no-transform',
      'accept-ranges': 'bytes',
    })
  })

  it.each([
    ['picture.png', html],
    ['drawing.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
    ['paper.pdf', Buffer.from('%PDF-1.7\n/JavaScript')],
    ['run.js', Buffer.from('alert(1)')],
    ['page.xhtml', Buffer.from('<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>')],
  ])('P16 M03 M06 of %s that acts is plain text and an attachment', async (name, content) => {
    await using store = await opened([{ name, chunks: [content] }])
    const { headers } = await store.ask(name)
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(headers.get('content-disposition')).toMatch(/^attachment/)
    expect(headers.get('content-security-policy')).toBe("sandbox; default-src 'none'")
    const window = await store.window(name, 0, 99)
    expect(window.body!.equals(content)).toBe(true)
    expect(window.facts).toEqual({ length: content.length, broken: [], mediaType: 'text/plain; charset=utf-8' })
    expect(Object.fromEntries(window.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': expect.stringMatching(/^attachment/),
      'content-security-policy': "sandbox; default-src 'none'",
      'cross-origin-resource-policy': 'same-origin',
    })
  })

  it('M07 D12 takes no header from a name', async () => {
    const name = 'a\r\nSet-Cookie: a=b"; x="<script>'
    await using store = await opened([{ name, chunks: [gif] }])
    expect((await store.ask(name)).headers.get('content-disposition')).toMatch(
      /^inline; filename="[\w .;:=-]*"; filename\*=/,
    )
  })

  it('reads only the chunks of the range, and the first one once for its type', async () => {
    await using store = await opened([film])
    const whole = Buffer.concat(film.chunks)
    const part = await store.ask('film', { range: 'bytes=2000000-2000009' })
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 2000000-2000009/${whole.length}`])
    expect(part.body!.equals(whole.subarray(2_000_000, 2_000_010))).toBe(true)
    expect(store.state.fetched.toSorted()).toEqual(['film#0', 'film#1', 'film#2', 'film#20'])
    store.state.fetched.length = 0
    const listed = store.state.listedChunks
    await store.ask('film', { range: 'bytes=2500000-2500009' })
    expect(store.state.fetched).toEqual(['film#25'])
    await store.ask('film', { range: 'bytes=2500010-2500019' })
    expect(store.state.fetched, 'a chunk that was just read').toEqual(['film#25'])
    expect(store.state.listedChunks, 'a list that was just proven').toBe(listed)
  })

  it('D02 of a part that is not there is refused, and HEAD tells without a body', async () => {
    await using store = await opened([film, { name: 'empty', chunks: [] }])
    expect((await store.ask('film', { range: 'bytes=99999999-' })).status).toBe(416)
    expect((await store.ask('empty', { range: 'bytes=0-9' })).headers.get('content-range')).toBe('bytes */0')
    const head = await store.ask('film', {}, { method: 'HEAD' })
    expect([head.status, head.headers.get('content-type'), head.body!.length]).toEqual([200, 'image/gif', 0])
  })

  it('D17 of a window ends where the content ends, and is never longer than a MiB', async () => {
    await using store = await opened([film, { name: 'empty', chunks: [] }])
    const whole = Buffer.concat(film.chunks)
    const last = await store.window('film', whole.length - 5, whole.length + 100)
    expect([last.body!.equals(whole.subarray(-5)), last.facts]).toEqual([true, { length: whole.length, broken: [] }])
    expect((await store.window('film', 0, whole.length)).body!.length).toBe(1024 * 1024)
    expect((await store.window('empty', 0, 10)).facts).toMatchObject({ length: 0 })
    expect((await store.window('film', 2 ** 52, 2 ** 53 - 1)).body!.length).toBe(0)
  })

  it('D11 waits for memory that slow readers hold, and gets it when one of them leaves', async () => {
    const memory = createSharedBudget({ total: 1_000_000, each: 1_000_000, most: 100_000 })
    await using store = await opened([film], { memory })
    const request = { method: 'GET' as const, headers: new Headers(), signal: new AbortController().signal }
    const slow = await store.previews.shown({ jobId: 'job', name: 'film' }, request)
    expect(memory.held).toBe(gif.length)
    const second = store.window('film', 2_000_000, 2_000_009)
    for (let turn = 0; turn < 50; turn++) await setImmediate()
    expect(store.state.fetched).not.toContain('film#20')
    await slow.body!.cancel()
    expect((await second).body!.equals(Buffer.concat(film.chunks).subarray(2_000_000, 2_000_010))).toBe(true)
    expect(memory.held).toBe(0)
  })

  it('of what is not there, or not this version, says so', async () => {
    await using store = await opened([film])
    expect((await store.ask('other')).json().error).toMatchObject({ code: 'ObjectNotFound', requestId: 'request-1' })
    expect((await store.ask('film', {}, { checksum: 'another' })).status).toBe(412)
  })
})

describe('damage', () => {
  const broken = () => noise(100_000, 999)

  it('is told with its place before any byte of a picture or film, and remembered', async () => {
    await using store = await opened([film])
    await store.ask('film', { range: 'bytes=0-9' })
    store.state.faults.set('film#20', broken)
    const { status, json } = await store.ask('film', { range: 'bytes=2000000-2000009' })
    expect(status).toBe(502)
    const place = { index: 20, offset: gif.length + 1_900_000, length: 100_000, checksum: expect.stringMatching(/=$/) }
    expect(json().error).toMatchObject({ code: 'ChunkVerificationError', requestId: 'request-1', place })
    expect(await store.damage('film')).toEqual([place])
  })

  it('D08 behind good bytes cuts the body', async () => {
    await using store = await opened([film])
    store.state.faults.set('film#20', broken)
    expect((await store.ask('film', { range: 'bytes=1500000-' })).body).toBeUndefined()
  })

  it('is left out of a window and named', async () => {
    await using store = await opened([log])
    store.state.faults.set('log#4', broken)
    store.state.faults.set('log#6', () => {
      throw Object.assign(new Error('lost'), { name: 'ServiceInternalException' })
    })
    const { body, facts } = await store.window('log', 350_000, 750_004)
    expect(facts.broken).toMatchObject([
      { index: 4, offset: 400_000, length: 100_000 },
      { index: 6, offset: 600_000, length: 100_000 },
    ])
    const whole = Buffer.concat(log.chunks)
    const parts = [whole.subarray(350_000, 400_000), whole.subarray(500_000, 600_000), whole.subarray(700_000, 750_005)]
    expect(body!.equals(Buffer.concat(parts))).toBe(true)
    expect((await store.window('log', 400_005, 400_009)).body!.length).toBe(0)
  })

  it('is not what a service says that asks to wait or refuses', async () => {
    await using store = await opened([log])
    store.state.faults.set('log#4', () => {
      throw Object.assign(new Error('no'), { name: 'AccessDeniedException' })
    })
    const { status, json } = await store.window('log', 350_000, 450_000)
    expect([status, json().error.code]).toEqual([502, 'AccessDeniedException'])
    expect(await store.damage('log')).toEqual([])
  })

  it('elsewhere hinders nobody: not in the beginning, not behind it', async () => {
    await using store = await opened([log])
    store.state.faults.set('log#1', broken)
    expect((await store.ask('log', { range: 'bytes=0-9' })).headers.get('content-type')).toBe(
      'text/plain; charset=utf-8',
    )
    expect((await store.window('log', 0, 9)).body!.toString()).toBe('line 0\nlin')
    await using other = await opened([log])
    other.state.faults.set('log#0', broken)
    expect((await other.window('log', 300_000, 300_006)).body!.toString()).toBe('line 3\n')
    expect((await other.window('log', 0, 200_000)).facts).toMatchObject({ mediaType: 'application/octet-stream' })
  })

  it('D08 is not kept as if it were good: what heals is shown', async () => {
    await using store = await opened([log])
    store.state.faults.set('log#0', broken)
    expect((await store.window('log', 0, 9)).facts.broken).toHaveLength(1)
    store.state.faults.clear()
    const { facts, body } = await store.window('log', 0, 9)
    expect([facts.broken, body!.length]).toEqual([[], 10])
  })
})
