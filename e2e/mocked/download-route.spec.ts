import { expect, test } from '../fixtures.ts'
import { bearer, downloadPath, send } from '../http.ts'
import { bytesOf, type MockObject, objectChecksum, sha256 } from '../mocks/content.ts'
import { hostileNames } from '../mocks/names.ts'
import { scenarioOf } from '../mocks/scenarios.ts'

function expected(scenario: string, name: string): { object: MockObject; bytes: Buffer } {
  const object = scenarioOf(scenario).object(name)
  return { object, bytes: bytesOf(scenario, name, 0, object.length) }
}

test('an object arrives whole, with its length, its checksum as ETag and nothing a browser would run', async ({
  thaw,
}) => {
  const { object, bytes } = expected('large', 'disk.img')
  const answer = await send(thaw.url + downloadPath('large', 'disk.img'), { headers: bearer })
  expect(answer.status).toBe(200)
  expect(answer.headers).toMatchObject({
    'content-length': String(object.length),
    'accept-ranges': 'bytes',
    etag: expect.stringContaining(objectChecksum(object)),
    'content-type': 'application/octet-stream',
    'content-disposition': expect.stringMatching(/^attachment/),
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringContaining('sandbox'),
  })
  expect(sha256(answer.bytes)).toBe(sha256(bytes))
})

test('a range arrives alone, and only its chunks are fetched', async ({ thaw, job }) => {
  const id = job('large')
  const { object, bytes } = expected('large', 'disk.img')
  const range = 'bytes=20000000-21000000'
  const answer = await send(thaw.url + downloadPath(id, 'disk.img'), { headers: { ...bearer, range } })
  expect(answer.status).toBe(206)
  expect(answer.headers['content-range']).toBe(`bytes 20000000-21000000/${object.length}`)
  expect(answer.bytes.equals(bytes.subarray(20_000_000, 21_000_001))).toBe(true)
  const fetched = (await thaw.mocks.calls(id)).filter((call) => call.operation === 'GetChunk')
  expect(fetched).toHaveLength(2)
})

test('D04 several ranges that make up one are that one, others the whole, and no byte is sent twice', async ({
  thaw,
  job,
}) => {
  const url = thaw.url + downloadPath(job('large'), 'disk.img')
  const { object, bytes } = expected('large', 'disk.img')
  const ask = (range: string) => send(url, { headers: { ...bearer, range } })
  const one = await ask('bytes=100-199,50-149, 200-209')
  expect([one.status, one.headers['content-range']]).toEqual([206, `bytes 50-209/${object.length}`])
  expect(one.bytes.equals(bytes.subarray(50, 210))).toBe(true)
  for (const range of ['bytes=0-0,-1', `bytes=${'0-,'.repeat(1_000)}5-5`]) {
    const answer = await ask(range)
    expect([answer.headers['content-length'], answer.bytes.length]).toEqual([String(object.length), object.length])
  }
})

test('an interrupted download goes on where it stopped, for the same version only', async ({ thaw, job }) => {
  const id = job('large')
  const { object, bytes } = expected('large', 'disk.img')
  const url = thaw.url + downloadPath(id, 'disk.img')
  const range = `bytes=${object.length - 10}-`
  const rest = await send(url, { headers: { ...bearer, range, 'if-range': `"${objectChecksum(object)}"` } })
  expect(rest.status).toBe(206)
  expect(rest.bytes.equals(bytes.subarray(-10))).toBe(true)
  const other = await send(url, { headers: { ...bearer, range, 'if-range': '"another version"' } })
  expect([other.status, other.bytes.length]).toEqual([200, object.length])
})

test('D10 a reader that leaves before the first byte is no error of the server', async ({ page, thaw, job }) => {
  const id = job('held-download')
  const chunks = async () => (await thaw.mocks.calls(id)).filter(({ operation }) => operation === 'GetChunk')
  const before = thaw.log().length
  const leaving = new AbortController()
  const headers = { ...bearer, range: `bytes=${2 * 64 * 1024}-` }
  const asked = fetch(thaw.url + downloadPath(id, 'data/first.bin'), { headers, signal: leaving.signal })
  await expect.poll(chunks).not.toEqual([])
  leaving.abort()
  await expect(asked).rejects.toMatchObject({ name: 'AbortError' })
  await page.goto(`/restores?job=${id}`)
  await expect(page.getByRole('row').filter({ hasText: 'data/first.bin' })).toContainText('Stopped')
  expect(thaw.log().slice(before)).not.toContain('A download failed inside')
})

test('a range past the end and a version that is gone are refused', async ({ thaw }) => {
  const range = await send(thaw.url + downloadPath('thousand', 'report-01.txt'), {
    headers: { ...bearer, range: 'bytes=99999999-' },
  })
  expect(range.status).toBe(416)
  const version = await send(thaw.url + downloadPath('thousand', 'report-01.txt', sha256(Buffer.from('other'))), {
    headers: bearer,
  })
  expect(version.status).toBe(412)
})

test('an object without bytes and an object of one byte arrive', async ({ thaw }) => {
  for (const name of ['empty.bin', 'one-byte.bin']) {
    const answer = await send(thaw.url + downloadPath('large', name), { headers: bearer })
    expect([answer.status, answer.complete]).toEqual([200, true])
    expect(answer.bytes.equals(expected('large', name).bytes)).toBe(true)
  }
})

for (const scenario of ['corrupt-chunk', 'short-chunk', 'missing-chunk'])
  test(`not one wrong byte leaves and the connection breaks: ${scenario}`, async ({ thaw }) => {
    const { bytes } = expected(scenario, 'data/first.bin')
    const answer = await send(thaw.url + downloadPath(scenario, 'data/first.bin'), { headers: bearer })
    expect(answer.status).toBe(200)
    expect(answer.headers['content-length']).toBe(String(bytes.length))
    expect(answer.complete).toBe(false)
    expect(answer.bytes.length).toBeLessThanOrEqual(2 * 64 * 1024)
    expect(answer.bytes.equals(bytes.subarray(0, answer.bytes.length))).toBe(true)
  })

test('damage in the first chunk asked for is told before any byte', async ({ thaw }) => {
  const answer = await send(thaw.url + downloadPath('corrupt-chunk', 'data/first.bin'), {
    headers: { ...bearer, range: `bytes=${2 * 64 * 1024}-` },
  })
  expect(answer.status).toBe(502)
  expect(JSON.parse(answer.bytes.toString()).error.message).toContain('Chunk 2')
})

for (const scenario of ['corrupt-once', 'throttled'])
  test(`what heals when asked again arrives whole: ${scenario}`, async ({ thaw, job }) => {
    const name = scenario === 'throttled' ? 'report-01.txt' : 'readme.txt'
    const answer = await send(thaw.url + downloadPath(job(scenario), name), { headers: bearer })
    expect([answer.status, answer.complete]).toEqual([200, true])
    expect(answer.bytes.equals(expected(scenario, name).bytes)).toBe(true)
  })

test('chunk tokens that expire meanwhile are listed again', async ({ thaw, job }) => {
  const answer = await send(thaw.url + downloadPath(job('expired-token'), 'disk.img'), { headers: bearer })
  expect([answer.status, answer.complete]).toEqual([200, true])
  expect(sha256(answer.bytes)).toBe(sha256(expected('expired-token', 'disk.img').bytes))
})

test('every name, however hostile, downloads its own bytes under a harmless file name', async ({ thaw }) => {
  for (const name of hostileNames) {
    const answer = await send(thaw.url + downloadPath('hostile-names', name), { headers: bearer })
    expect.soft([name, answer.status]).toEqual([name, 200])
    expect.soft(answer.bytes.equals(expected('hostile-names', name).bytes), name).toBe(true)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be there
    expect.soft(answer.headers['content-disposition'], name).not.toMatch(/[\x00-\x1f\x7f/\\]/)
  }
})

test('an object that is not there, a job that is not there, a job one may not read', async ({ thaw }) => {
  const status = async (job: string, name: string) =>
    (await send(thaw.url + downloadPath(job, name), { headers: bearer })).status
  expect(await status('thousand', 'report-0')).toBe(404)
  expect(await status('no-such-job', 'report-01.txt')).toBe(404)
  expect(await status('denied', 'report-01.txt')).toBe(502)
})
